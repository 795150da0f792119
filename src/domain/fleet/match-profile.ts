import type { FleetFile } from './fleet-schema.ts';
import { type MatchedFacts, unmetCondition } from './profile-conditions.ts';
import type { ResolvedProfile } from './resolved-profile.ts';

export type { MatchedFacts } from './profile-conditions.ts';
export type { ResolvedProfile } from './resolved-profile.ts';

/**
 * The profile that decides for a machine: the first in the file's order whose every condition holds.
 * @param fleet as it reads for the machine's subscription: a management group that is not resolved matches nothing
 */
export function matchProfile(fleet: FleetFile, facts: MatchedFacts): ResolvedProfile | undefined {
  return fleet.profiles.find(({ match }) => unmetCondition(match, facts) === undefined);
}
