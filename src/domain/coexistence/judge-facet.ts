import type { AppliedPolicy } from './applies.ts';
import { comparePolicy, describeConflict, type OwnAims } from './compare.ts';
import type { PolicyFacet } from './known-definition.ts';
import { nameOfAssignment, type PolicyReading } from './policy-reading.ts';

/** What policies say of one facet of one target. */
export interface FacetVerdict {
  /** In words; empty where nothing stands against what we want. */
  readonly conflicts: readonly string[];
  /** Names of the assignments that want the same. */
  readonly same: readonly string[];
}

/** Compares all policies about a facet with what we want of it. `isMeant` narrows them to a part of the facet. */
export function judgeFacet(
  policies: readonly AppliedPolicy[],
  facet: PolicyFacet,
  aims: OwnAims,
  isMeant: (policy: AppliedPolicy) => boolean = () => true,
): FacetVerdict {
  const conflicts: string[] = [];
  const same: string[] = [];
  for (const policy of policies.filter((one) => one.part.facet === facet && isMeant(one))) {
    const verdict = comparePolicy(policy, aims);
    if (verdict.kind === 'conflict') conflicts.push(describeConflict(policy, verdict));
    if (verdict.kind === 'same') same.push(nameOfAssignment(policy.assignment));
  }
  return { conflicts: [...new Set(conflicts)], same: [...new Set(same)] };
}

/** Why nothing of a facet may be written although no policy that was compared stands against it, in words; or empty. */
export function describeLeft({ left }: PolicyReading, facet: PolicyFacet): readonly string[] {
  if (!left.facets.includes(facet)) return [];
  const how = left.assignments === 1 ? '1 is' : `${left.assignments} are`;
  return [`not all policy assignments could be compared: ${how} too many or too long, about ${left.facets.join(', ')}`];
}
