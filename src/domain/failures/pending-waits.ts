import type { PendingReason } from './pending-reasons.ts';

const minute = 60;
const hour = 60 * minute;

const waits: Readonly<Record<PendingReason, number>> = {
  Off: 6 * hour,
  Hibernated: 6 * hour,
  Disconnected: hour,
  NotReported: hour,
  Settling: minute,
  AgentNotReady: 5 * minute,
  Busy: 2 * minute,
  Throttled: minute,
  Frozen: 10 * minute,
  SubscriptionNotWritable: hour,
};

/**
 * Seconds a machine is parked for a reason that passes by itself. Busy grows with each refusal (`busyWaitSeconds`);
 * Throttled and Settling normally end at a known time and use these only where none is known.
 */
export function waitSecondsOf(reason: PendingReason): number {
  return waits[reason];
}
