import type { FleetFile } from './fleet-schema.ts';
import { hasTag } from './has-tag.ts';
import { isBelowGroup, type SubscriptionPlace } from './resolve-groups.ts';
import type { SubscriptionProfile } from './subscription-schema.ts';

/** What an entry of `subscriptions[]` is chosen by. */
export interface MatchedSubscription extends SubscriptionPlace {
  readonly tags: Readonly<Record<string, string>>;
}

/** The entry of `subscriptions[]` that decides: the first in the file's order whose every condition holds. */
export function matchSubscription(fleet: FleetFile, subject: MatchedSubscription): SubscriptionProfile | undefined {
  return fleet.subscriptions.find(({ match }) => matches(match, subject));
}

function matches(match: SubscriptionProfile['match'], subject: MatchedSubscription): boolean {
  const { subscriptions, managementGroups, tags } = match;
  if (subscriptions !== undefined && !subscriptions.includes(subject.subscription)) return false;
  if (managementGroups !== undefined && !managementGroups.some((id) => isBelowGroup(subject, id))) return false;
  return Object.entries(tags ?? {}).every(([name, value]) => hasTag(subject.tags, name, value));
}
