import { expect, it } from 'vitest';
import { demoSeed } from '../../../local/azure/seed/demo-seed.ts';
import { seedIds } from '../../../local/azure/seed/seed-names.ts';
import { seedSchema } from '../../../local/azure/seed/seed-schema.ts';
import { fleetOfTenant } from '../../../local/start/fleet-of-tenant.ts';
import { readFleet } from '../../../local/start/read-fleet.ts';

const seed = seedSchema.parse(demoSeed);
const idsOf = seedIds(seed);
const production = seed.subscription.id;
const sandboxes = '/providers/Microsoft.Management/managementGroups/sandboxes';
const tenant = '7e4a47ed-0000-4000-a000-000000000001';
const ids = idsOf({});
const azure = {
  tenant,
  subscriptions: [seed.subscription, ...seed.subscriptions].map(({ id }) => id),
  rules: { windows: ids.defaultRule('westeurope', 'windows'), linux: ids.defaultRule('westeurope', 'linux') },
  machineIds: seed.machines.map((machine) => idsOf(machine).machine(machine)),
};
const fleetOf = (name: string) => readFleet(JSON.stringify(fleetOfTenant(name, azure)));

it('the demo has two subscriptions with machines in three regions, and one of the two is new', () => {
  const named = seed.machines.map(({ subscription = 'Production' }) => subscription);
  expect([...new Set(named)]).toEqual(['Production', 'Sandbox']);
  expect(new Set(seed.machines.map(({ region }) => region)).size).toBe(3);
  expect(seed.subscriptions.map(({ regions }) => regions)).toEqual([[]]);
});

it('the demo wants plan and WDATP of both, with the consent of its tenant, and makes what the new one lacks', () => {
  const wanted = { plan: 'P2', mode: 'enforce', tenantConfirmed: { tenantId: tenant } };
  expect(fleetOf('demo').subscriptions).toMatchObject([
    { ...wanted, match: { managementGroups: [sandboxes] }, identity: { create: true }, workspace: 'default' },
    { ...wanted, match: { subscriptions: [production] }, identity: { create: false }, workspace: 'none' },
  ]);
  expect(fleetOf('demo').subscriptions.map(({ endpoint }) => endpoint.defender)).toEqual(['on', 'on']);
});

it('the machines of the new one take the rules that it makes, and one machine of the other is excluded', () => {
  const [first] = fleetOf('demo').profiles;
  expect(first).toMatchObject({ name: 'sandbox', match: { scopes: [sandboxes] } });
  expect(first).toMatchObject({ rules: [], subscriptionRules: true });
  expect(fleetOf('demo').scope.exclude.scopes.map(({ id }) => id.split('/').at(-1))).toEqual(['appliance-01']);
});

it('any other tenant has its machines looked after, and nothing of its subscriptions', () => {
  const { scope, subscriptions } = fleetOf('empty');
  expect([subscriptions, scope.exclude.scopes, scope.subscriptions]).toEqual([[], [], azure.subscriptions]);
});
