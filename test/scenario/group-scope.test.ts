import { expect, test } from 'vitest';
import { vmBody } from '../../local/world/machines.ts';
import { codeOf } from '../../src/domain/machine/standing.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { put } from './existing.ts';
import { newArc, newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minuteMs = 60_000;

/** fleet.json names one resource group, and its entries of `subscriptions[]` would make what machines share. */
async function startGroup(): Promise<Scenario> {
  return await startScenario({
    fleet: (usual, { group }) => ({
      ...usual,
      scope: { resourceGroups: [group] },
      subscriptions: [{ mode: 'enforce', identity: { create: true }, workspace: 'default', providers: 'register' }],
    }),
  });
}

async function subscriptionOf(world: Scenario): Promise<SubscriptionRecord> {
  const stored = await world.store.subscriptions.read(subscriptionRef(world.tenant.subscription).key);
  if (stored === undefined) throw new Error('the subscription has no row');
  return stored.value;
}

test('A6: machines of a resource group in scope are onboarded, and their subscription is left alone', async () => {
  const world = await startGroup();
  await world.clock.advance(2 * minuteMs);
  const ids = [await newVm(world), await newArc(world)];
  const outside = `${world.tenant.group}-other`;
  await put(world, outside, { location: 'westeurope' });
  const neighbour = `${outside}/providers/Microsoft.Compute/virtualMachines/vm-2`;
  await put(world, neighbour, vmBody('vm-2', { region: 'eastus' }));
  await world.untilQuiet();
  for (const id of ids) expect(await world.word(id)).toBe('Configured');
  expect(await world.record(neighbour)).toBeUndefined();
  const { standing, lastLookAt } = await subscriptionOf(world);
  expect([standing.status, codeOf(standing)]).toEqual(['Excluded', 'OutOfScope']);
  expect(world.writes().filter(({ path }) => !ids.some((id) => path.startsWith(id)))).toEqual([]);
  await world.clock.advance(4 * 60 * minuteMs);
  expect((await subscriptionOf(world)).lastLookAt).toBe(lastLookAt);
  await world.expectSteady();
});
