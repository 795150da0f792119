import { expect, test } from 'vitest';
import { createMemoryStore } from '../../local/store/memory-store.ts';
import { lookIdSchema, stepIdSchema } from '../../src/domain/ids.ts';
import type { OwnedResource, StepRecord } from '../../src/domain/step/step-record.ts';
import { newSubscription } from '../../src/domain/subscription/new-subscription.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';

const target = subscriptionRef('11111111-2222-4333-8444-555555555555');
const at = '2026-11-29T12:00:00.000Z';
const lookId = lookIdSchema.parse('6f9619ff-8b86-4d01-b42d-00cf4fc964ff');

function step(resourceId: string): StepRecord {
  return {
    service: 'collection-rules',
    touches: { part: 'resource', resourceId },
    ...{ attempts: 0, waits: 0, waitingSince: undefined, nextAttemptAt: undefined, refusals: [] },
    ...{ firstAt: at, lastAt: at, lookId },
    writes: [{ at, bodyHash: '0123456789abcdef', ended: 'succeeded' }],
    ...{ operationUrl: undefined, correlationId: lookId, failure: undefined },
  };
}

/** As after the first onboarding of so many regions, with nine objects each. */
function onboarded(regions: number): SubscriptionRecord {
  const ids = Array.from({ length: 9 * regions }, (_, index) => ({
    id: stepIdSchema.parse(`createDataCollectionRule:region${index}-windows`),
    resourceId: `${target.resourceId}/resourceGroups/DefaultResourceGroup-WEU/providers/Microsoft.Insights/dataCollectionRules/amo-region${index}-windows-dcr`,
  }));
  return {
    ...newSubscription(target, at),
    steps: Object.fromEntries(ids.map(({ id, resourceId }) => [id, step(resourceId)])),
    owned: ids.map(({ id, resourceId }): OwnedResource => ({ stepId: id, resourceId, state: 'confirmed', lookId, at })),
    shared: {
      present: ids.map(({ resourceId }) => resourceId.toLowerCase()),
      places: ['westeurope', 'westeurope vm'],
      toldRoles: ['/r'],
    },
  };
}

test.each([0, 1, 30])('the row of a subscription with %i regions is stored whole', async (regions) => {
  const { subscriptions } = createMemoryStore();
  const record = onboarded(regions);
  await subscriptions.insert(record);
  expect((await subscriptions.read(target.key))?.value).toEqual(record);
});

test('a row that has become short again has nothing left of the longer one', async () => {
  const { subscriptions } = createMemoryStore();
  const inserted = await subscriptions.insert(onboarded(20));
  expect(inserted).toBe('inserted');
  const stored = await subscriptions.read(target.key);
  await subscriptions.replace(onboarded(1), stored?.etag ?? '');
  expect((await subscriptions.read(target.key))?.value).toEqual(onboarded(1));
});
