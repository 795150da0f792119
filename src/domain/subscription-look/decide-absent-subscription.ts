import { failureInfo } from '../failures/failure-list.ts';
import { ladderWaitSeconds } from '../failures/retry-ladder.ts';
import type { RowDecision } from '../look/row-decision.ts';
import { changeStatus } from '../machine/change-status.ts';
import type { SubscriptionRecord } from '../subscription/subscription-record.ts';

/**
 * A GET answered 404 with SubscriptionNotFound: deleted, or not visible to the app. The two cannot be told apart, so it
 * is never Gone; it is looked for again on the ladder, and the sweep says whether it is still shown.
 */
export function decideAbsentSubscription(record: SubscriptionRecord, nowMs: number): RowDecision<SubscriptionRecord> {
  const lookAttempts = record.lookAttempts + 1;
  const until = new Date(nowMs + 1_000 * ladderWaitSeconds(lookAttempts)).toISOString();
  const counted: SubscriptionRecord = { ...record, lookAttempts, wouldWrite: [], lookId: undefined };
  const detail = failureInfo('SubscriptionNotFound').hint;
  const said = { status: 'Failed', code: 'SubscriptionNotFound', detail, until } as const;
  return { ...changeStatus(counted, said, nowMs), next: { kind: 'parked', dueAt: until } };
}
