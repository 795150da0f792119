import type { MachineFacts } from '../machine/machine-facts.ts';
import { covers } from '../scope.ts';
import type { FleetFile } from './fleet-schema.ts';
import { hasTag } from './has-tag.ts';
import type { ProfileMatch, ResolvedProfile } from './resolved-profile.ts';

export type { ResolvedProfile } from './resolved-profile.ts';

/** What a profile is chosen by. */
export type MatchedFacts = Pick<MachineFacts, 'machine' | 'os' | 'region' | 'tags'>;

/** The profile that decides for a machine: the first in the file's order whose every condition holds. */
export function matchProfile(fleet: FleetFile, facts: MatchedFacts): ResolvedProfile | undefined {
  return fleet.profiles.find((profile) => matches(profile.match, facts));
}

function matches(match: ProfileMatch, facts: MatchedFacts): boolean {
  const { scopes, tags, os, kind, regions } = match;
  if (scopes !== undefined && !scopes.some((scope) => covers(scope, facts.machine.resourceId))) return false;
  if (os !== undefined && os !== facts.os) return false;
  if (kind !== undefined && kind !== facts.machine.kind) return false;
  if (regions !== undefined && !regions.includes(facts.region)) return false;
  return Object.entries(tags ?? {}).every(([name, value]) => hasTag(facts.tags, name, value));
}
