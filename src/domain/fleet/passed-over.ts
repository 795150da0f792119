import type { PassedOver } from '../machine/machine-record.ts';
import { redact } from '../redact.ts';
import type { FleetFile } from './fleet-schema.ts';
import { type ConditionName, type MatchedFacts, unmetCondition } from './profile-conditions.ts';
import type { SubscriptionPlace } from './resolve-groups.ts';

/** Rows keep this of so many profiles, the first of the file. */
const mostPassedOver = 20;
const longestFound = 120;

/**
 * The profiles that stand above the one that decides and do not match, each with its first condition that does not hold
 * and what was found instead; all of them where none matches.
 */
export function passedOver(
  { profiles }: FleetFile,
  facts: MatchedFacts,
  place: SubscriptionPlace,
): readonly PassedOver[] {
  const told: PassedOver[] = [];
  for (const { name, match } of profiles) {
    const condition = unmetCondition(match, facts);
    if (condition === undefined || told.length === mostPassedOver) break;
    told.push({ profile: name, condition, found: redact(describeFound(condition, facts, place), longestFound) });
  }
  return told;
}

function describeFound(condition: ConditionName, facts: MatchedFacts, place: SubscriptionPlace): string {
  const { resourceId, resourceGroup, kind } = facts.machine;
  switch (condition) {
    case 'scopes':
      return resourceId;
    case 'managementGroups':
      return place.managementGroups?.join(', ') || 'none';
    case 'resourceGroups':
      return resourceGroup;
    case 'os':
      return facts.os;
    case 'kind':
      return kind;
    case 'regions':
      return facts.region;
    default:
      return findTag(facts.tags, condition.slice('tags.'.length)) ?? 'no such tag';
  }
}

function findTag(tags: MatchedFacts['tags'], name: string): string | undefined {
  const found = Object.entries(tags).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : `'${found[1]}'`;
}
