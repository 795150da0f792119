import { expect, test } from 'vitest';
import { applySubscriptionReport } from '../../local/azure/control/subscription-control.ts';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import { vmBody } from '../../local/world/machines.ts';
import type { WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import { codeOf } from '../../src/domain/machine/standing.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { put } from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minuteMs = 60_000;
const platform = '/providers/Microsoft.Management/managementGroups/platform';
const ids = ['e1', 'e2', 'e3'].map((end) => `5b5c0000-0000-4000-a000-0000000000${end}`);
const [first = ''] = ids;
const regions = ['westeurope', 'northeurope', 'eastus'];

/** One reviewed file: everything that a subscription and its machines need. */
function file(usual: WrittenFleet): WrittenFleet {
  return {
    ...usual,
    scope: { managementGroups: [platform] },
    profiles: [{ name: 'all', mode: 'enforce', dataCollection: { ofSubscription: true } }],
    subscriptions: [
      {
        mode: 'enforce',
        plan: 'P2',
        endpoint: { defender: 'on', unified: 'on', linux: 'on' },
        tenantConfirmed: { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' },
        providers: 'register',
        identity: { create: true },
        workspace: 'default',
        events: 'wire',
      },
    ],
  };
}

interface Tenant extends Scenario {
  addVm(subscription: string, region: string, name: string): Promise<void>;
  words(): Promise<readonly string[]>;
  /** PUTs of a resource type that were answered 201 or 200, with their paths. */
  puts(type: string): readonly string[];
  onboardAll(): Promise<void>;
}

async function startTenant(subscriptions: readonly string[]): Promise<Tenant> {
  const world = await startScenario({ armed: false, fleet: file });
  // From here on events come through what the app wires itself.
  world.azure.events.unsubscribe('app');
  for (const id of subscriptions) {
    applySubscriptionReport(world.azure, { id, displayName: `Sub ${id.slice(-2)}`, managementGroup: 'platform' });
  }
  return {
    ...world,
    addVm: async (subscription, region, name) => {
      const group = `/subscriptions/${subscription}/resourceGroups/app-${region}`;
      await put(world, group, { location: region });
      await put(world, `${group}/providers/Microsoft.Compute/virtualMachines/${name}`, vmBody(name, { region }));
    },
    words: async () => {
      const rows = (await world.store.subscriptions.listAll()).records;
      return rows
        .filter(({ subscription }) => subscriptions.includes(subscription))
        .map(({ standing }) => `${standing.status}(${codeOf(standing) ?? ''})`);
    },
    puts: (type) =>
      world
        .writes()
        .filter(({ method, path, status }) => method === 'PUT' && status < 300 && path.split('/').at(-2) === type)
        .map(({ path }) => path.split('/').slice(-1).join('')),
    onboardAll: async () => {
      for (const id of subscriptions) {
        expect((await world.api('POST', `subscriptions/${id}/onboard`, { why: 'from empty' })).status).toBe(202);
      }
      await world.clock.advance(2 * minuteMs);
      const { planHash } = (await world.api('GET', 'adoption')).body;
      const armed = await world.api('POST', 'arm', { scopes: [platform], planHash });
      expect(armed.status).toBe(200);
    },
  };
}

test('C1 P1 P5 M10 M12: an empty tenant gets everything from one file, armed and onboarded once, and then nothing is written', async () => {
  const world = await startTenant(ids);
  await world.clock.advance(35 * minuteMs);
  await world.onboardAll();
  await world.clock.advance(10 * minuteMs);
  for (const id of ids) for (const region of regions) await world.addVm(id, region, `vm-${id.slice(-2)}-${region}`);
  await world.clock.advance(90 * minuteMs);
  await world.untilQuiet();
  expect(await world.words()).toEqual(['Configured()', 'Configured()', 'Configured()']);
  const { records } = await world.store.machines.list({ limit: 100 });
  expect(records.map(({ standing }) => standing.status)).toEqual(Array(9).fill('Configured'));
  expect(world.puts('userAssignedIdentities')).toHaveLength(9);
  expect(world.puts('eventSubscriptions')).toHaveLength(3);
  for (const id of ids) {
    const shown = (await world.api('GET', `subscriptions/${id}`)).body;
    expect(shown).toMatchObject({
      endpointProtection: { state: 'on', missing: [] },
      machines: { vm: 3, arc: 0, linux: 3, windows: 0 },
    });
  }
  const before = world.writes().length;
  await world.lookAgain();
  expect(world.writes().length).toBe(before);
});

test('C1 M10 M12: 100 machines made within a minute in one region share one of everything, and are Configured within 30 minutes', async () => {
  const world = await startTenant([first]);
  await world.clock.advance(35 * minuteMs);
  await world.onboardAll();
  await world.clock.advance(10 * minuteMs);
  expect(await world.words()).toEqual(['Configured()']);
  for (let index = 0; index < 100; index++) await world.addVm(first, 'westeurope', `vm-${index}`);
  await world.clock.advance(30 * minuteMs);
  const { records } = await world.store.machines.list({ limit: 200 });
  expect(records.filter(({ standing }) => standing.status === 'Configured')).toHaveLength(100);
  for (const type of ['userAssignedIdentities', 'locks', 'workspaces', 'solutions', 'dataCollectionRules']) {
    expect(world.puts(type), type).toHaveLength(1);
  }
  const row = (await world.store.subscriptions.read(subscriptionRef(first).key))?.value;
  expect(row?.standing.status).toBe('Configured');
});
