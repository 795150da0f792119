import type { AppliedPolicy } from '../coexistence/applies.ts';
import { describeLeft, judgeFacet } from '../coexistence/judge-facet.ts';
import type { PolicyFacet } from '../coexistence/known-definition.ts';
import { keepBackAll } from '../findings/keep-back.ts';
import type {
  SubscriptionFinding,
  SubscriptionInput,
  SubscriptionService,
} from '../subscription/subscription-service.ts';
import { policiesOfSubscription, policyReadingOf } from './policies-of-subscription.ts';

/**
 * The service, as far as Azure Policy lets it: where an assignment that covers the subscription wants the same otherwise,
 * all that the service would write is kept back. `isMeant` tells the policies of a facet that are about this service.
 */
export function withPolicies(
  facet: PolicyFacet,
  service: SubscriptionService,
  isMeant?: (policy: AppliedPolicy) => boolean,
): SubscriptionService {
  return { ...service, find: (input) => heedPolicies(facet, input, service.find(input), isMeant) };
}

function heedPolicies(
  facet: PolicyFacet,
  input: SubscriptionInput,
  finding: SubscriptionFinding,
  isMeant?: (policy: AppliedPolicy) => boolean,
): SubscriptionFinding {
  if (finding.kind !== 'wanted') return finding;
  const reading = policyReadingOf(input);
  if (reading === undefined) return { kind: 'not-read', needs: 'policies' };
  const policies = policiesOfSubscription(input, reading);
  const { conflicts } = judgeFacet(policies, facet, { subscription: input.spec }, isMeant);
  const against = [...conflicts, ...describeLeft(reading, facet)];
  if (against.length === 0) return finding;
  return keepBackAll({ kind: 'blocked', code: 'PolicyConflict', detail: against.join('; ') }, finding);
}
