import type { SubscriptionRecord } from '../subscription/subscription-record.ts';
import { isOtherHost, type ReadBy } from './other-host.ts';

/** Says on the row that its machines are judged otherwise from now on; the next sweep asks for looks at them. */
export function oweMachines(
  by: ReadBy,
  before: SubscriptionRecord,
  now: SubscriptionRecord,
  owedBy: string,
): SubscriptionRecord {
  return isOtherHost(by, before, now) ? withOwed(now, owedBy) : now;
}

/** @param owedBy names who says so, and nobody else: by it is told whether more was owed since looks were requested */
export function withOwed(row: SubscriptionRecord, owedBy: string): SubscriptionRecord {
  return { ...row, discovery: { ...row.discovery, owesMachines: true, owedBy } };
}

/** The row once looks at its machines are requested for what it owed as `listed`; undefined where it owes more by now. */
export function settleOwed(listed: SubscriptionRecord, now: SubscriptionRecord): SubscriptionRecord | undefined {
  if (now.discovery.owedBy !== listed.discovery.owedBy) return undefined;
  return { ...now, discovery: { ...now.discovery, owesMachines: false } };
}
