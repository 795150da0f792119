import { expect, test } from 'vitest';
import { applySubscriptionReport } from '../../local/azure/control/subscription-control.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minuteMs = 60_000;
const named = '5b5c0000-0000-4000-a000-0000000000e1';
const groupId = (name: string): string => `/providers/Microsoft.Management/managementGroups/${name}`;

async function rowOf({ store }: Scenario) {
  return (await store.subscriptions.read(subscriptionRef(named).key))?.value;
}

test('one that the file names and no sweep has ever shown is held with what to do, and not waited for', async () => {
  const world = await startScenario({
    fleet: (usual, { subscription }) => ({
      ...usual,
      scope: {
        subscriptions: [subscription, named],
        exclude: { scopes: [{ id: groupId('sandbox'), by: 'security', why: 'never touch' }] },
      },
      subscriptions: [{ mode: 'enforce' }],
    }),
  });
  await world.clock.advance(5 * minuteMs);
  const row = await rowOf(world);
  expect(row).toMatchObject({ managementGroups: undefined, standing: { status: 'Held', code: 'ScopeNotReadable' } });
  applySubscriptionReport(world.azure, { id: named, displayName: 'Named', managementGroup: 'platform' });
  await world.clock.advance(40 * minuteMs);
  expect((await rowOf(world))?.standing.status).toBe('Configured');
});
