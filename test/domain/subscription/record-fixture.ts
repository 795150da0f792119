import { stepIdSchema } from '../../../src/domain/ids.ts';
import type { DefenderFacts } from '../../../src/domain/subscription/defender-facts.ts';
import { newSubscription } from '../../../src/domain/subscription/new-subscription.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../../src/domain/target/subscription-ref.ts';
import { subscription } from '../fleet/fleet-fixture.ts';

/** The row of the fixtures' subscription. */
export function subscriptionOf(change: Partial<SubscriptionRecord> = {}): SubscriptionRecord {
  const target = subscriptionRef(change.subscription ?? subscription);
  return { ...newSubscription(target, '2026-03-01T12:00:00.000Z'), ...change };
}

/** A subscription with Plan 1 and WDATP, which keeps Linux out. */
export const defender: DefenderFacts = {
  plan: {
    ...{ pricingTier: 'Standard', subPlan: 'P1', enforce: 'False', extensions: [], managedBy: undefined },
    ...{ coverage: undefined },
  },
  settings: { WDATP: true, WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW: true },
};

/** What would be written to it, by step. */
export function wouldWriteOf(...steps: readonly string[]): SubscriptionRecord['wouldWrite'] {
  return steps.map((step) => ({ step: stepIdSchema.parse(step), why: 'missing', changesDefaultToken: false }));
}
