import { expect, test } from 'vitest';
import { applySubscriptionReport } from '../../local/azure/control/subscription-control.ts';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import { codeOf } from '../../src/domain/machine/standing.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minuteMs = 60_000;
/** Longer than from one sweep to the looks that it asks for. */
const oneRunMs = 32 * minuteMs;
const platform = '/providers/Microsoft.Management/managementGroups/platform';
const first = '5b5c0000-0000-4000-a000-0000000000b1';
const late = '5b5c0000-0000-4000-a000-0000000000b4';
const enforced = {
  mode: 'enforce',
  plan: 'P2',
  tenantConfirmed: { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' },
} as const;

async function rowOf({ store }: Scenario, id: string): Promise<SubscriptionRecord> {
  const stored = await store.subscriptions.read(subscriptionRef(id).key);
  if (stored === undefined) throw new Error(`There is no row of subscription ${id}`);
  return stored.value;
}

async function deleteRow({ store }: Scenario, id: string): Promise<void> {
  const stored = await store.subscriptions.read(subscriptionRef(id).key);
  if (stored !== undefined) await store.subscriptions.delete(stored.value.key, stored.etag);
}

test('one that fleet.json names before it is made waits unread, and is new and onboarded by itself once it is there', async () => {
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      scope: { ...usual.scope, subscriptions: [...(usual.scope?.subscriptions ?? []), late] },
      subscriptions: [enforced],
    }),
  });
  await world.clock.advance(2 * minuteMs);
  const { standing, eligibility } = await rowOf(world, late);
  expect([standing.status, codeOf(standing), eligibility]).toEqual(['Held', 'ScopeNotReadable', undefined]);
  applySubscriptionReport(world.azure, { id: late, displayName: 'Late', managementGroup: 'platform' });
  await world.clock.advance(oneRunMs);
  expect(await rowOf(world, late)).toMatchObject({ eligibility: { state: 'new' }, standing: { status: 'Configured' } });
  expect(world.writes().map(({ method, path }) => `${method} ${path}`)).toEqual([
    `PUT /subscriptions/${late}/providers/Microsoft.Security/pricings/VirtualMachines`,
  ]);
});

test('one whose row is deleted, as one may do with a damaged row, waits to be onboarded again and is not written to', async () => {
  const world = await startScenario({
    fleet: (usual) => ({ ...usual, scope: { managementGroups: [platform] }, subscriptions: [enforced] }),
  });
  applySubscriptionReport(world.azure, { id: first, displayName: 'First', managementGroup: 'platform' });
  await world.clock.advance(2 * minuteMs);
  for (let run = 0; run < 2; run++) {
    expect(await rowOf(world, first)).toMatchObject({ eligibility: { state: 'awaiting', by: 'discovery' } });
    await deleteRow(world, first);
    await world.clock.advance(oneRunMs);
  }
  const { standing, eligibility } = await rowOf(world, first);
  expect([standing.status, codeOf(standing), eligibility?.state]).toEqual(['Observed', 'NotAdopted', 'awaiting']);
  expect(world.writes()).toEqual([]);
});
