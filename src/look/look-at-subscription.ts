import { decideTooEarly } from '../domain/look/decide-unreadable.ts';
import { parkForeign } from '../domain/look/park-foreign.ts';
import { isForeignSubscription } from '../domain/subscription/foreign-subscription.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { decideUnreadSubscription } from '../domain/subscription-look/decide-unread-subscription.ts';
import type { Ports } from '../ports/ports.ts';
import { observeSubscription } from './observe-subscription.ts';
import type { LookOutcome, LookStart } from './run-look.ts';
import { wakeMachines } from './wake-machines.ts';

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
  const observed = await observeSubscription(ports, { record, lookId });
  if (observed.kind === 'found') {
    const asks = wakeMachines(ports, record, observed.decision.record);
    return asks === undefined ? observed.decision : { ...observed.decision, asks };
  }
  const failure = observed.kind === 'failed' ? observed.failure : undefined;
  const [fleet, nowMs] = [ports.fleet, ports.clock.now()];
  return decideUnreadSubscription({ record, lookId, failure, fleet, nowMs, jitterSeconds });
}
