import type { SubscriptionRecord } from './subscription-record.ts';

/** Machines that ask share one look: no subscription is looked at more often than this because of them. Milliseconds. */
const betweenAsksMs = 2 * 60_000;
/** One that waits for a person or for Azure is not asked more often than its machines are looked at. */
const whileStuckMs = 15 * 60_000;

/**
 * When a subscription is worth a look because one of its machines lacks what it makes, in app time (milliseconds). A
 * subscription that nobody has looked at is worth it now.
 */
export function askDueMs(row: SubscriptionRecord | undefined, nowMs: number): number {
  if (row?.lastLookAt === undefined) return nowMs;
  const isWorking = row.standing.status === 'Configured' || row.standing.status === 'InProgress';
  return Math.max(nowMs, Date.parse(row.lastLookAt) + (isWorking ? betweenAsksMs : whileStuckMs));
}
