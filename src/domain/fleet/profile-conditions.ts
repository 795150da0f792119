import type { MachineFacts } from '../machine/machine-facts.ts';
import { matchesPattern } from '../matches-pattern.ts';
import { covers } from '../scope.ts';
import { hasTag } from './has-tag.ts';
import type { ProfileMatch } from './resolved-profile.ts';

/** What a profile is chosen by. */
export type MatchedFacts = Pick<MachineFacts, 'machine' | 'os' | 'region' | 'tags'>;

/** A condition of `match`, by its name in fleet.json; of `tags` the one tag. */
export type ConditionName = Exclude<keyof ProfileMatch, 'tags'> | `tags.${string}`;

/** The first condition that does not hold, in a fixed order; undefined where the profile matches. */
export function unmetCondition(match: ProfileMatch, facts: MatchedFacts): ConditionName | undefined {
  const { scopes, managementGroups, resourceGroups, os, kind, regions } = match;
  const { resourceId, resourceGroup } = facts.machine;
  if (scopes?.some((scope) => covers(scope, resourceId)) === false) return 'scopes';
  if (managementGroups?.some((scope) => covers(scope, resourceId)) === false) return 'managementGroups';
  if (resourceGroups?.some((name) => matchesPattern(name, resourceGroup)) === false) return 'resourceGroups';
  if (os !== undefined && os !== facts.os) return 'os';
  if (kind !== undefined && kind !== facts.machine.kind) return 'kind';
  if (regions?.includes(facts.region) === false) return 'regions';
  const tag = Object.entries(match.tags ?? {}).find(([name, value]) => !hasTag(facts.tags, name, value));
  return tag === undefined ? undefined : `tags.${tag[0]}`;
}
