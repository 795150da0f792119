import type { AppliedPolicy } from '../coexistence/applies.ts';
import { comparePolicy, describeConflict } from '../coexistence/compare.ts';
import { knownPartsOf } from '../coexistence/known-definitions.ts';
import { type LeftPolicies, nameOfAssignment, type PolicyReading } from '../coexistence/policy-reading.ts';
import { isYoung } from '../subscription/kept-reading.ts';
import type {
  SubscriptionFinding,
  SubscriptionInput,
  SubscriptionService,
} from '../subscription/subscription-service.ts';
import { policiesOfSubscription, policyReadingOf } from './policies-of-subscription.ts';

/**
 * Tells what Azure Policy wants of the subscription and of what is in it, and keeps it for the looks at its machines. It
 * writes nothing and holds nothing: what would be fought over is kept back by the service that it is about.
 */
export const coexistenceService: SubscriptionService = { name: 'coexistence', activities: [], find };

const mostNamed = 10;

function find(input: SubscriptionInput): SubscriptionFinding {
  const reading = policyReadingOf(input);
  if (reading === undefined || !isYoung(reading, input.now)) return { kind: 'not-read', needs: 'policies' };
  const notes = [
    // First, since there are many then, and not all are named.
    ...tellLeft(reading.left),
    ...policiesOfSubscription(input, reading).map((policy) => describe(policy, input)),
    ...ofMachines(reading),
  ];
  if (notes.length === 0) return { kind: 'satisfied', detail: 'no policy wants what this app may write' };
  const named = notes.slice(0, mostNamed);
  const more = notes.length > mostNamed ? [`and ${notes.length - mostNamed} more`] : [];
  return { kind: 'satisfied', detail: [...named, ...more].join('; ') };
}

function describe(policy: AppliedPolicy, { spec }: SubscriptionInput): string {
  const verdict = comparePolicy(policy, { subscription: spec });
  const name = `${nameOfAssignment(policy.assignment)} (${policy.part.facet})`;
  switch (verdict.kind) {
    case 'same':
      return `${name} wants the same`;
    case 'beside':
      return `${name} is about ${verdict.what}`;
    case 'conflict':
      return describeConflict(policy, verdict);
  }
}

function tellLeft({ assignments, facets, exemptions }: LeftPolicies): readonly string[] {
  const about = facets.length === 0 ? '' : `, so nothing is written of ${facets.join(', ')}`;
  return [
    ...(assignments === 0 ? [] : [`assignments beyond what fits: ${assignments}, compared with nothing${about}`]),
    ...(exemptions === 0 ? [] : [`exemptions beyond what fits: ${exemptions}, which free nobody here`]),
  ];
}

/** Which of them concern a machine is told at each machine; plans of machines are told with that of the subscription. */
function ofMachines({ assignments }: PolicyReading): readonly string[] {
  return assignments.flatMap((assignment) => {
    const parts = (knownPartsOf(assignment.definition) ?? []).filter(
      ({ on, aim }) => on !== 'subscription' && aim.kind !== 'planOfMachines',
    );
    const facets = [...new Set(parts.map(({ facet }) => facet))];
    return facets.length === 0 ? [] : [`${nameOfAssignment(assignment)} is about ${facets.join(', ')} of machines`];
  });
}
