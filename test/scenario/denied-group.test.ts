import { expect, test } from 'vitest';
import { applySubscriptionReport, removeSubscription } from '../../local/azure/control/subscription-control.ts';
import { codeOf } from '../../src/domain/machine/standing.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const groups = ['platform', 'aside'].map((name) => `/providers/Microsoft.Management/managementGroups/${name}`);
const ids = ['d1', 'd2', 'd3'].map((end) => `5b5c0000-0000-4000-a000-0000000000${end}`);
const [first = '', aside = '', late = ''] = ids;

async function rowOf({ store }: Scenario, id: string) {
  return (await store.subscriptions.read(subscriptionRef(id).key))?.value;
}

async function wordOf(world: Scenario, id: string): Promise<string> {
  const row = await rowOf(world, id);
  return row === undefined ? 'no row' : `${row.standing.status}(${codeOf(row.standing) ?? ''})`;
}

test('a group in which nothing may be read any more is told, and the others are swept as before', async () => {
  const world = await startScenario({
    fleet: (usual) => ({ ...usual, scope: { managementGroups: groups }, subscriptions: [{ mode: 'enforce' }] }),
  });
  applySubscriptionReport(world.azure, { id: first, displayName: 'First', managementGroup: 'platform' });
  applySubscriptionReport(world.azure, { id: aside, displayName: 'Aside', managementGroup: 'aside' });
  await world.clock.advance(40 * minuteMs);
  expect([await wordOf(world, first), await wordOf(world, aside)]).toEqual(['Configured()', 'Configured()']);
  removeSubscription(world.azure, aside);
  applySubscriptionReport(world.azure, { id: late, displayName: 'Late', managementGroup: 'platform' });
  applySubscriptionReport(world.azure, { id: first, managementGroup: 'elsewhere' });
  await world.clock.advance(2 * hourMs);
  expect(await wordOf(world, aside)).toBe('Held(ScopeNotReadable)');
  expect(await wordOf(world, first)).toBe('Excluded(OutOfScope)');
  // Nothing is new while a group is not answered: who knows since when it has been there.
  expect((await rowOf(world, late))?.eligibility?.state).toBe('awaiting');
  const { sweeps } = (await world.api('GET', 'status')).body;
  expect(JSON.stringify(sweeps)).toContain("'aside'");
  const looks = (await rowOf(world, late))?.lastLookAt;
  await world.clock.advance(100 * minuteMs);
  expect((await rowOf(world, late))?.lastLookAt).toBe(looks);
});
