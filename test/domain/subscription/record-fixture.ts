import { stepIdSchema } from '../../../src/domain/ids.ts';
import { newSubscription } from '../../../src/domain/subscription/new-subscription.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../../src/domain/target/subscription-ref.ts';
import { subscription } from '../fleet/fleet-fixture.ts';

/** The row of the fixtures' subscription. */
export function subscriptionOf(change: Partial<SubscriptionRecord> = {}): SubscriptionRecord {
  const target = subscriptionRef(change.subscription ?? subscription);
  return { ...newSubscription(target, '2026-03-01T12:00:00.000Z'), ...change };
}

/** What would be written to it, by step. */
export function wouldWriteOf(...steps: readonly string[]): SubscriptionRecord['wouldWrite'] {
  return steps.map((step) => ({ step: stepIdSchema.parse(step), why: 'missing', changesDefaultToken: false }));
}
