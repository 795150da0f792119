import type { FleetFile } from '../fleet/fleet-schema.ts';
import { isInScope } from '../fleet/in-scope.ts';
import { matchSubscription } from '../fleet/match-subscription.ts';
import { fleetWithin } from '../fleet/resolve-groups.ts';
import type { SubscriptionRecord } from '../subscription/subscription-record.ts';

/**
 * So old the last look at a subscription may get, milliseconds of app time. Whatever else owes one hangs on a message that
 * can be lost, or on a wiring that somebody can take away. What nobody told of is found within a quarter of a day, and what is
 * tried once a day is tried at most that much later; a thousand subscriptions cost four looks a minute.
 */
const oldestLookMs = 6 * 60 * 60_000;
/** Those looked at together, as after a deployment, come back spread over so long, by their keys. */
const spreadMs = 3 * 60 * 60_000;

/**
 * Whether a run owes a subscription a look although it shows nothing new of it: fleet.json says what it shall be like, and
 * nobody has looked for hours. Also one that is only observed, which nothing of ours is wired to tell of.
 */
export function isLookOverdue(fleet: FleetFile, record: SubscriptionRecord, nowMs: number): boolean {
  const { lastLookAt, firstSeenAt, lookRetryAt, discovery } = record;
  // What is missing waits for a run that shows it; what cannot be read comes back by itself.
  if (discovery.missingSince !== undefined) return false;
  if (lookRetryAt !== undefined && Date.parse(lookRetryAt) > nowMs) return false;
  if (nowMs - Date.parse(lastLookAt ?? firstSeenAt) < mostAgeMs(record)) return false;
  if (matchSubscription(fleet, record) === undefined) return false;
  return isInScope(fleetWithin(fleet, record), record.resourceId, nowMs).kind === 'in';
}

function mostAgeMs({ key }: SubscriptionRecord): number {
  return oldestLookMs - (Number.parseInt(key.slice(0, 8), 16) / 0x1_0000_0000) * spreadMs;
}
