import { expect, test } from 'vitest';
import { applySubscriptionReport, removeSubscription } from '../../local/azure/control/subscription-control.ts';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { codeOf } from '../../src/domain/machine/standing.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minuteMs = 60_000;
/** Longer than from one sweep to the looks that it asks for. */
const oneRunMs = 32 * minuteMs;
const platform = '/providers/Microsoft.Management/managementGroups/platform';
/** That of every world, in which its rules lie too. */
const only = '5b5c0000-0000-4000-a000-000000000001';
const otherTenant = '7e4a47ed-0000-4000-a000-0000000000ff';

const scopes = {
  'by a group that the app may read': { managementGroups: [platform] },
  // What it may read below the group is shown all the same.
  'by a group that the app may not read': { managementGroups: [platform] },
  'by its id': { subscriptions: [only] },
};
type Named = keyof typeof scopes;

const losses = {
  moved: {
    lose: ({ azure }: Scenario) => void applySubscriptionReport(azure, { id: only, tenantId: otherTenant }),
    code: 'SubscriptionChangedTenant',
  },
  deleted: { lose: ({ azure }: Scenario) => void removeSubscription(azure, only), code: 'ScopeNotReadable' },
  'without the role': { lose: (world: Scenario) => void loseRole(world), code: 'ScopeNotReadable' },
} as const;
type Loss = keyof typeof losses;

function loseRole({ azure }: Scenario): string {
  return azure.access.add({ kind: 'missingRole', principal: 'app', scope: `/subscriptions/${only}` });
}

async function rowOf({ store }: Scenario): Promise<SubscriptionRecord> {
  const stored = await store.subscriptions.read(subscriptionRef(only).key);
  if (stored === undefined) throw new Error(`There is no row of subscription ${only}`);
  return stored.value;
}

async function wordOf(world: Scenario): Promise<string> {
  const { standing } = await rowOf(world);
  return `${standing.status}(${codeOf(standing) ?? ''})`;
}

/** A tenant in which the app may read one subscription, which has one VM; both are Configured. */
async function startTenant(named: Named): Promise<{ readonly world: Scenario; readonly vm: string }> {
  const world = await startScenario({
    fleet: (usual) => ({ ...usual, scope: scopes[named], subscriptions: [{}] }),
  });
  applySubscriptionReport(world.azure, { id: only, managementGroup: 'platform' });
  if (named === 'by a group that the app may read') {
    const actions = ['Microsoft.Management/managementGroups/read'];
    world.azure.access.add({ kind: 'role', principal: 'app', scope: platform, actions });
  }
  await world.clock.advance(2 * minuteMs);
  const vm = vmId(world.tenant, 'vm-1');
  await world.callAzure('PUT', vm, { body: vmBody('vm-1') });
  await world.clock.advance(20 * minuteMs);
  expect([await wordOf(world), await world.word(vm)]).toEqual(['Configured()', 'Configured']);
  return { world, vm };
}

const cases = Object.keys(scopes).flatMap((named) => Object.keys(losses).map((loss) => [named, loss] as [Named, Loss]));

test.each(cases)('E17: the only subscription, in scope %s, is held once it is %s', async (named, loss) => {
  const { lose, code } = losses[loss];
  const { world, vm } = await startTenant(named);
  const sent = world.writes().length;
  lose(world);
  await world.clock.advance(2 * oneRunMs);
  expect(await wordOf(world)).toBe(`Held(${code})`);
  expect((await rowOf(world)).eligibility?.state).toBe('awaiting');
  if (loss === 'moved') expect(await world.word(vm)).toBe('Held(SubscriptionChangedTenant)');
  const { sweeps } = (await world.api('GET', 'status')).body;
  const gap = named === 'by a group that the app may read' ? undefined : { why: expect.stringContaining('refused') };
  expect(Object(sweeps)[0].gap).toEqual(gap && { at: expect.any(String), ...gap });
  const before = (await rowOf(world)).standing;
  await world.clock.advance(3 * oneRunMs);
  expect((await rowOf(world)).standing).toEqual(before);
  expect(world.writes().slice(sent)).toEqual([]);
});

test.each(Object.keys(scopes) as Named[])('in scope %s it goes on when the app has its role again', async (named) => {
  const { world, vm } = await startTenant(named);
  const rule = loseRole(world);
  await world.clock.advance(oneRunMs);
  expect(await wordOf(world)).toBe('Held(ScopeNotReadable)');
  world.azure.access.remove(rule);
  await world.clock.advance(oneRunMs);
  expect(await wordOf(world)).toBe('Configured()');
  expect(await rowOf(world)).toMatchObject({
    discovery: { missingSince: undefined },
    eligibility: { state: 'awaiting' },
  });
  expect(await world.word(vm)).toBe('Configured');
});

test('while Azure Resource Graph refuses everything, each is held only as long as it is refused itself', async () => {
  const { world } = await startTenant('by its id');
  world.azure.addFault({ path: '**/Microsoft.ResourceGraph/resources', times: 1_000, status: 403 });
  await world.clock.advance(oneRunMs);
  expect(await wordOf(world)).toBe('Configured()');
  const rule = loseRole(world);
  await world.clock.advance(oneRunMs);
  expect(await wordOf(world)).toBe('Held(ScopeNotReadable)');
  world.azure.access.remove(rule);
  await world.clock.advance(oneRunMs);
  expect(await wordOf(world)).toBe('Configured()');
  const { sweeps } = (await world.api('GET', 'status')).body;
  expect(sweeps).toMatchObject([{ gap: { why: expect.stringContaining('role Reader') } }]);
});

test('a subscription that the app was refused before it could read any is not new', async () => {
  const world = await startScenario({
    fleet: (usual) => ({ ...usual, scope: { subscriptions: [only] }, subscriptions: [{}] }),
  });
  const rule = loseRole(world);
  await world.clock.advance(2 * oneRunMs);
  world.azure.access.remove(rule);
  await world.clock.advance(oneRunMs);
  expect((await rowOf(world)).eligibility?.state).toBe('awaiting');
});
