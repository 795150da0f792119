import { waitSecondsOf } from '../domain/failures/pending-reasons.ts';
import type { FleetFile } from '../domain/fleet/fleet-schema.ts';
import type { MachineFacts } from '../domain/machine/machine-facts.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { askDueMs } from '../domain/subscription/ask-subscription.ts';
import type { Host } from '../domain/subscription/host-of-machine.ts';
import { isNewPlace } from '../domain/subscription/places-in-use.ts';
import { subscriptionRef } from '../domain/target/subscription-ref.ts';
import type { LookEnd } from '../domain/work/look-end.ts';
import type { LookOutcome } from './run-look.ts';

/** What a machine's look knows of where the machine is. */
export interface Placed {
  readonly facts: MachineFacts;
  readonly host: Host;
  readonly fleet: FleetFile;
  readonly nowMs: number;
}

/**
 * Longer than Azure Resource Graph needs to show a machine. One that it shows otherwise than the machine itself does is not
 * looked at for ever because of that.
 */
const patienceMs = 2 * 60 * 60_000;

/**
 * The outcome, with the look that its subscription is worth because nothing was made for the machine's place yet, whether or
 * not the machine needs anything of that. Resource Graph, by which the subscription is judged, shows a machine late: so it
 * comes back after a pause to see that its place is known.
 */
export function withPlaceAsk(outcome: LookOutcome<MachineRecord>, placed: Placed): LookOutcome<MachineRecord> {
  const { facts, host, fleet, nowMs } = placed;
  const { record, asks, next } = outcome;
  const { region, os } = facts;
  const { kind } = facts.machine;
  // One without a row gets it from the sweep, and then its first look.
  if (asks !== undefined || host.record === undefined) return outcome;
  if (!isNewPlace(host.record, fleet, { region, kind, os })) return outcome;
  const dueMs = askDueMs(host.record, nowMs);
  const ask = {
    kind: 'subscription',
    target: subscriptionRef(record.subscription),
    reason: `${record.name} is in a place that is new to it: ${region}, ${kind}, ${os}`,
    ...(dueMs <= nowMs ? {} : { dueAt: new Date(dueMs).toISOString() }),
  } as const;
  const isPatient = nowMs - Date.parse(record.standing.since) < patienceMs;
  return { ...outcome, asks: [ask], next: isPatient ? comeBack(next, nowMs) : next };
}

/** Within the pause of those that wait for their subscription. */
function comeBack(next: LookEnd, nowMs: number): LookEnd {
  const dueAt = new Date(nowMs + 1_000 * waitSecondsOf('SubscriptionNotReady')).toISOString();
  if (next.kind === 'settled') return { kind: 'parked', dueAt };
  return next.kind === 'parked' && next.dueAt > dueAt ? { kind: 'parked', dueAt } : next;
}
