import { expect, test } from 'vitest';
import { addSubscription } from '../../local/azure/core/store/subscription.ts';
import { announceMachines } from '../../local/azure/seed/announce-machines.ts';
import { applySeed, subscriptionsOf } from '../../local/azure/seed/apply-seed.ts';
import { loadSeed } from '../../local/azure/seed/load-seed.ts';
import { seedIds } from '../../local/azure/seed/seed-names.ts';
import { machinesOf } from '../../local/azure/seed/seed-scale-sets.ts';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import { fleetOfTenant } from '../../local/start/fleet-of-tenant.ts';
import { vmBody } from '../../local/world/machines.ts';
import { put } from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';
import { subscriptionOf } from './subscription-rows.ts';

const minuteMs = 60_000;
const seed = loadSeed('demo');

/** What `npm start` shows, before anybody has looked: the tenant of the demo and the file that is written for it. */
async function startDemo(): Promise<Scenario> {
  const idsOf = seedIds(seed);
  const ids = idsOf({});
  const described = {
    tenant: defaultTenantId,
    subscriptions: [seed.subscription, ...seed.subscriptions].map(({ id }) => id),
    rules: { windows: ids.defaultRule('westeurope', 'windows'), linux: ids.defaultRule('westeurope', 'linux') },
    machineIds: machinesOf(seed).map((machine) => idsOf(machine).machine(machine)),
  };
  const world = await startScenario({ fleet: () => fleetOfTenant('demo', described) });
  for (const made of subscriptionsOf(seed)) addSubscription(world.azure.context, made);
  await applySeed(world.azure, seed);
  return world;
}

test('E10: the switch of the demo is held, its reach is told by name, and an approval has it written once', async () => {
  const world = await startDemo();
  const production = subscriptionOf(world);
  await world.clock.advance(2 * minuteMs);
  await world.api('POST', 'subscriptions/Production/onboard', { why: 'agreed' });
  await world.clock.advance(5 * minuteMs);
  expect(await production.word()).toBe('Held(ReachesProtectedMachines)');
  const { reach, machines } = Object((await world.api('GET', 'subscriptions/Production/reach')).body);
  const { wanted, ...others } = namesByGroup(machines);
  expect(others).toEqual({
    excluded: ['aks-node-01', 'appliance-01', 'databricks-01'],
    otherEdr: ['edr-01'],
    unsupported: ['client-01', 'old-image-01'],
  });
  expect(wanted).toContain('web-01');
  const { plan } = Object((await world.api('POST', 'subscriptions/Production/plan')).body);
  expect(plan).toMatchObject([{ step: 'setEndpointSetting:WDATP', verdict: 'ReachesProtectedMachines' }]);
  expect(production.written()).toEqual([]);
  const agreed = { reachHash: reach.reachHash, why: 'agreed with their owners' };
  expect((await world.api('POST', 'subscriptions/Production/approve-reach', agreed)).status).toBe(202);
  await world.clock.advance(10 * minuteMs);
  expect(production.written()).toEqual(['PUT settings/WDATP 200']);
  expect(await production.word()).toBe('Configured');
});

function namesByGroup(machines: readonly { readonly group: string; readonly name: string }[]) {
  const names: Record<string, string[]> = {};
  for (const { group, name } of machines) names[group] = [...(names[group] ?? []), name].toSorted();
  return names;
}

test('a subscription that is made in the management group of the demo gets everything without a hand, and its VM too', async () => {
  const world = await startDemo();
  const groups = ['/providers/Microsoft.Management/managementGroups/contoso'];
  await world.clock.advance(5 * minuteMs);
  const { planHash } = Object((await world.api('GET', 'adoption')).body);
  expect((await world.api('POST', 'arm', { scopes: groups, planHash, why: 'reviewed' })).status).toBe(200);
  const lab = '1ab00000-0000-4000-a000-000000000003';
  const made = { id: lab, displayName: 'Lab', managementGroup: 'contoso/sandboxes' };
  addSubscription(world.azure.context, made);
  await world.clock.advance(60 * minuteMs);
  const rowOf = async (path: string) => Object((await world.api('GET', path)).body);
  expect(await rowOf('subscriptions/Lab')).toMatchObject({ status: 'Configured', eligibility: { state: 'new' } });
  const group = `/subscriptions/${lab}/resourceGroups/lab`;
  await put(world, group, { location: 'westeurope' });
  await put(world, `${group}/providers/Microsoft.Compute/virtualMachines/lab-01`, vmBody('lab-01'));
  await world.clock.advance(60 * minuteMs);
  expect(await rowOf('machines/lab-01')).toMatchObject({ status: 'Configured', profile: 'sandbox' });
});

test('the scale sets of the demo end each as its kind and its policy have it', async () => {
  const world = await startDemo();
  await world.clock.advance(5 * minuteMs);
  announceMachines(world.azure);
  await world.clock.advance(5 * minuteMs);
  const { planHash } = Object((await world.api('GET', 'adoption')).body);
  const groups = ['/providers/Microsoft.Management/managementGroups/contoso'];
  expect((await world.api('POST', 'arm', { scopes: groups, planHash, why: 'reviewed' })).status).toBe(200);
  await world.clock.advance(120 * minuteMs);
  const { machines } = Object((await world.api('GET', 'machines?limit=200')).body);
  const rows: readonly { name: string; kind: string; status: string; code: string | null }[] = machines;
  const said = rows.filter(({ kind }) => kind === 'scaleSet').map(({ name, status, code }) => [name, status, code]);
  expect(said.toSorted()).toEqual([
    ['aks-pool', 'Excluded', 'ManagedBy'],
    ['frontend', 'Configured', null],
    ['surging', 'Held', 'SurgeReplacesInstances'],
    ['workers', 'Configured', null],
  ]);
  const orders = rows.filter(({ name }) => name.startsWith('orders_'));
  expect(orders.map(({ kind, status }) => [kind, status])).toEqual(Array(3).fill(['vm', 'Configured']));
});
