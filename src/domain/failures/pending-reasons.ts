import type { FailureCode } from './failure-list.ts';

/** Why a machine waits and goes on by itself. */
export const pendingReasons = [
  'Off',
  'Hibernated',
  'Disconnected',
  'NotReported',
  'Settling',
  'AgentNotReady',
  'Busy',
  'Throttled',
  'Frozen',
  'ScopeStopped',
  'SubscriptionNotWritable',
  'SubscriptionNotReady',
  'AwaitingDefender',
  'InstancesUpdating',
  'Queued',
] as const;
export type PendingReason = (typeof pendingReasons)[number];

const minute = 60;
const hour = 60 * minute;

/** How a machine is parked for a reason that passes by itself, and when that ends. Seconds throughout. */
export interface PendingWait {
  readonly seconds: number;
  /** The pause grows with the time already waited, up to this. */
  readonly growsToSeconds?: number;
  /** The whole wait: after it the machine is Failed with `endsAs`. Absent: it ends by something outside only. */
  readonly longestSeconds?: number;
  readonly endsAs?: FailureCode;
  /** Why it is that long, or why it has no end. */
  readonly because: string;
  /** What a person should do, where the wait may be for one. */
  readonly hint?: string;
}

const waits = {
  Off: { seconds: 6 * hour, because: 'nothing can be installed while it is off; its start brings an event' },
  Hibernated: { seconds: 6 * hour, because: 'as a machine that is off; its start brings an event' },
  Disconnected: { seconds: hour, because: 'its agent connects when it can, or it expires and is held' },
  NotReported: {
    seconds: hour,
    growsToSeconds: 6 * hour,
    because: 'its first report brings an event; the looks between are for a lost one',
  },
  Settling: { seconds: minute, because: 'it ends at a known time: when the machine is old enough' },
  AgentNotReady: {
    seconds: 5 * minute,
    longestSeconds: 24 * hour,
    endsAs: 'GuestAgentSilent',
    because: 'a guest agent is ready within minutes of a start; a day of running without one is broken',
  },
  Busy: { seconds: 2 * minute, because: 'ends with the refusal that caused it: see Busy' },
  Throttled: { seconds: minute, because: 'ends with the refusal that caused it: see Throttled' },
  Frozen: { seconds: 10 * minute, because: 'an operator froze it, and an operator ends it' },
  ScopeStopped: { seconds: 6 * hour, because: 'one machine an hour tries, and the first success wakes all others' },
  SubscriptionNotWritable: { seconds: hour, because: 'ends with the refusal that caused it: see SubscriptionDisabled' },
  SubscriptionNotReady: {
    seconds: 15 * minute,
    because: 'the look at its subscription makes what is missing, or says why not; it wakes the machines that wait',
    hint: 'It goes on when its subscription does: GET /api/subscriptions/{GUID} says what that waits for, and what a person has to do.',
  },
  AwaitingDefender: {
    seconds: 15 * minute,
    because:
      'Defender for Cloud installs its agent within an hour on a new machine and twelve on others; the machine then says so, or is Failed (MdeNotDeployed)',
  },
  InstancesUpdating: {
    seconds: 15 * minute,
    longestSeconds: 24 * hour,
    endsAs: 'InstancesNotCurrent',
    because: 'Azure brings the model to the instances by itself, in batches with pauses; a day of that is stuck',
  },
  Queued: { seconds: minute, because: 'the tick starts it before all others as soon as the limits have room for it' },
} as const satisfies Readonly<Record<PendingReason, PendingWait>>;

/** How long a reason parks a machine, and how that ends. */
export function pendingWaitOf(reason: PendingReason): PendingWait {
  return waits[reason];
}

/** What a person should do about a machine that waits; undefined where nothing is to be done, or nothing is known of the code. */
export function hintOfWait(code: string | undefined): string | undefined {
  const reason = pendingReasons.find((one) => one === code);
  return reason === undefined ? undefined : pendingWaitOf(reason).hint;
}

/**
 * Seconds a machine is parked for a reason that passes by itself. Busy grows with each refusal (`busyWaitSeconds`);
 * Throttled and Settling normally end at a known time and use these only where none is known.
 */
export function waitSecondsOf(reason: PendingReason): number {
  return waits[reason].seconds;
}
