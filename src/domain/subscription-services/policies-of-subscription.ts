import { type AppliedPolicy, policiesAt } from '../coexistence/applies.ts';
import { machinePlansIn } from '../coexistence/machine-plans.ts';
import type { PolicyReading } from '../coexistence/policy-reading.ts';
import type { SubscriptionInput } from '../subscription/subscription-service.ts';

/** What Azure Policy wants, as this look read it or the row keeps it; undefined where neither has it. */
export function policyReadingOf({ facts, record }: SubscriptionInput): PolicyReading | undefined {
  return facts.parts.policies ?? record.policies;
}

/** What Azure Policy does to the subscription as a whole, and what of it to machines in it stands against the whole. */
export function policiesOfSubscription(input: SubscriptionInput, reading: PolicyReading): readonly AppliedPolicy[] {
  const { record, now } = input;
  const place = {
    resourceId: record.resourceId,
    managementGroups: record.managementGroups,
    subject: 'subscription',
    os: undefined,
    type: 'Microsoft.Resources/subscriptions',
    location: undefined,
    publisher: undefined,
  } as const;
  return [...policiesAt(reading, place, now), ...machinePlansIn(reading, place, now)];
}
