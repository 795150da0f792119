import { decideTooEarly, decideUnreadable } from '../domain/look/decide-unreadable.ts';
import { parkForeign } from '../domain/look/park-foreign.ts';
import { isForeignSubscription } from '../domain/subscription/foreign-subscription.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { concludeUnread } from '../domain/subscription-look/conclude-beforehand.ts';
import { decideAbsentSubscription } from '../domain/subscription-look/decide-absent-subscription.ts';
import type { Ports } from '../ports/ports.ts';
import { observeSubscription } from './observe-subscription.ts';
import type { LookOutcome, LookStart } from './run-look.ts';

const jitterRangeSeconds = 60;

/** One look at one subscription: reads, decides, and says what the row becomes. Changes nothing in Azure. */
export async function lookAtSubscription(
  ports: Ports,
  { record, lookId }: LookStart<SubscriptionRecord>,
): Promise<LookOutcome<SubscriptionRecord>> {
  const jitterSeconds = Math.round(ports.random() * jitterRangeSeconds);
  if (isForeignSubscription(record)) return parkForeign(record, ports.clock.now());
  const tooEarly = decideTooEarly(record, ports.clock.now(), jitterSeconds);
  if (tooEarly !== undefined) return tooEarly;
  const unread = concludeUnread({ fleet: ports.fleet, nowMs: ports.clock.now() }, record);
  if (unread !== undefined) return unread;
  const observed = await observeSubscription(ports, { record, lookId });
  if (observed.kind === 'gone') return decideAbsentSubscription(record, ports.clock.now());
  if (observed.kind === 'failed') return decideUnreadable(record, observed.failure, ports.clock.now(), jitterSeconds);
  return observed.decision;
}
