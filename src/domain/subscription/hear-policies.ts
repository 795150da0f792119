import type { HeardPolicies } from '../coexistence/heard-policies.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import { isInScope } from '../fleet/in-scope.ts';
import { matchSubscription } from '../fleet/match-subscription.ts';
import { fleetWithin } from '../fleet/resolve-groups.ts';
import { codeOf, detailOf } from '../machine/standing.ts';
import { subscriptionRef } from '../target/subscription-ref.ts';
import type { Host } from './host-of-machine.ts';
import { isTrusted } from './kept-reading.ts';
import type { SubscriptionRecord } from './subscription-record.ts';
import { isWritable } from './subscription-state.ts';

/** What the looks at machines go by: what the row of their subscription keeps, while that says something of now. */
export function hearPolicies(
  fleet: FleetFile,
  { place, record, policies }: Pick<Host, 'place' | 'record' | 'policies'>,
  nowMs: number,
): HeardPolicies {
  if (!isHeard(fleet, place.subscription, record, nowMs)) return { kind: 'unheard' };
  // It is not read then; nor is anything written in it, which is said in words of its own.
  if (record?.state !== undefined && !isWritable(record.state)) return { kind: 'unheard' };
  if (policies !== undefined && isTrusted(policies, nowMs)) return { kind: 'read', reading: policies };
  const when = policies === undefined ? 'has not been read yet' : `was last read at ${policies.readAt}`;
  return { kind: 'unread', detail: `what Azure Policy wants in its subscription ${when}${describeTrouble(record)}` };
}

/** Whether looks at a subscription read what Azure Policy wants: a file that leaves it alone gives no right to. */
export function isHeard(
  fleet: FleetFile,
  subscription: string,
  record: SubscriptionRecord | undefined,
  nowMs: number,
): boolean {
  const place = { subscription, managementGroups: record?.managementGroups };
  if (isInScope(fleetWithin(fleet, place), subscriptionRef(subscription).resourceId, nowMs).kind !== 'in') return false;
  // While nobody has seen its tags and groups, an entry that may be for it is taken for one that is.
  if (record?.state === undefined) {
    return fleet.subscriptions.some(({ match }) => match.subscriptions?.includes(subscription) !== false);
  }
  return matchSubscription(fleet, record) !== undefined;
}

/** Such as a right that is missing; a person who reads the machine's row looks no further. */
function describeTrouble(record: SubscriptionRecord | undefined): string {
  if (record?.standing.status !== 'Failed' && record?.standing.status !== 'Held') return '';
  const { standing } = record;
  return `; its subscription is ${standing.status} (${codeOf(standing)}): ${detailOf(standing) ?? 'without more words'}`;
}
