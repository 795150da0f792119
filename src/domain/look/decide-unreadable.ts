import type { RawFailure } from '../failures/failure.ts';
import { type FailureCode, failureInfo } from '../failures/failure-list.ts';
import { type PendingReason, waitSecondsOf } from '../failures/pending-reasons.ts';
import { failWaitSeconds, ladderWaitSeconds } from '../failures/retry-ladder.ts';
import { changeStatus } from '../machine/change-status.ts';
import { type Conclusion, detailOf } from '../machine/standing.ts';
import type { StandingRow } from '../machine/standing-row.ts';
import { longestLoopSeconds } from '../work/look-end.ts';
import { decodeDenied } from '../write/missing-rights.ts';
import type { RowDecision } from './row-decision.ts';
import { waitedMs, waitingFor } from './waiting-since.ts';

/**
 * The target could not be read. Nothing is concluded about it but that, and `lastLookAt` stays, because nothing was
 * seen: a throttled one waits as long as it was told, a refused one is Failed, everything else is tried again on the
 * ladder.
 *
 * @param jitterSeconds 0 to 60, added to a throttled wait so that machines do not come back at once.
 */
export function decideUnreadable<Row extends StandingRow>(
  record: Row,
  raw: RawFailure,
  nowMs: number,
  jitterSeconds: number,
): RowDecision<Row> {
  const failure = decodeDenied(raw);
  const after = (seconds: number): string => new Date(nowMs + seconds * 1_000).toISOString();
  if (failure.class === 'wait') {
    const reason = failure.pendingReason ?? 'Busy';
    const isTooLong = isOver(record, failure.code, reason, nowMs);
    const lookAttempts = isTooLong ? record.lookAttempts + 1 : record.lookAttempts;
    const toldSeconds = failure.retryAfterSeconds === undefined ? waitSecondsOf(reason) : failure.retryAfterSeconds + 1;
    const waitSeconds = Math.max(
      toldSeconds,
      isTooLong ? ladderWaitSeconds(lookAttempts + longWaitRungs) : waitedMs(record, reason, nowMs) / 4_000,
    );
    const notBefore = reason === 'Throttled' ? after(toldSeconds) : record.notBefore;
    const dueAt = after(waitSeconds + (reason === 'Throttled' ? jitterSeconds : 0));
    const { code, detail } = failure;
    const waitingSince = waitingFor(reason, record.waitingSince, nowMs);
    const waiting = { ...record, notBefore, waitingSince, lookAttempts };
    const said: Conclusion = isTooLong
      ? { status: 'Failed', code, detail, until: dueAt }
      : { status: 'Pending', code: reason, detail, until: dueAt };
    const worded = changeStatus(waiting, said, nowMs);
    return { ...worded, next: { kind: 'parked', dueAt } };
  }
  if (failure.class === 'hold') {
    const worded = changeStatus(record, { status: 'Held', code: failure.code, detail: failure.detail }, nowMs);
    return { ...worded, next: { kind: 'settled' } };
  }
  const lookAttempts = record.lookAttempts + 1;
  // A 404 here is not the machine's own: it says nothing of the machine.
  const isRetry = failure.class === 'retry' || failure.class === 'gone';
  const waitSeconds = isRetry
    ? Math.max(ladderWaitSeconds(lookAttempts), failure.retryAfterSeconds ?? 0)
    : failWaitSeconds;
  const until = after(waitSeconds);
  const counted: Row = { ...record, lookAttempts, lookRetryAt: until };
  if (waitSeconds <= longestLoopSeconds)
    return { record: counted, timeline: [], next: { kind: 'act', steps: [], waitSeconds } };
  const said = { status: 'Failed', code: failure.code, detail: failure.detail, until } as const;
  return { ...changeStatus(counted, said, nowMs), next: { kind: 'parked', dueAt: until } };
}

/** What could not be read for hours is read again after an hour, then more rarely. */
const longWaitRungs = 3;

/** Whether a failure that passes by itself has lasted as long as its kind may. */
function isOver(record: StandingRow, code: FailureCode, reason: PendingReason, nowMs: number): boolean {
  return waitedMs(record, reason, nowMs) > 1_000 * (failureInfo(code).wait?.longestSeconds ?? 0);
}

/** Timers of the platform can fire a second early; that is no reason to park again. */
const earlyToleranceMs = 2_000;

/**
 * A target that was told to wait, or that could not be read and waits on its ladder, is parked again without a call:
 * no event makes either come sooner.
 *
 * @param ignoresLadder it is looked at in spite of its ladder, because an event can bring what the reads lacked
 */
export function decideTooEarly<Row extends StandingRow>(
  record: Row,
  nowMs: number,
  jitterSeconds: number,
  ignoresLadder = false,
): RowDecision<Row> | undefined {
  const { lookRetryAt } = record;
  const isOnLadder = lookRetryAt !== undefined && !ignoresLadder;
  if (isOnLadder && Date.parse(lookRetryAt) > nowMs + earlyToleranceMs) {
    return { record, timeline: [], next: { kind: 'parked', dueAt: lookRetryAt } };
  }
  if (record.notBefore === undefined || Date.parse(record.notBefore) <= nowMs) return undefined;
  const dueAt = new Date(Date.parse(record.notBefore) + jitterSeconds * 1_000).toISOString();
  const detail = 'told to wait by Azure';
  const said: Conclusion = isOver(record, 'Throttled', 'Throttled', nowMs)
    ? { status: 'Failed', code: 'Throttled', detail: detailOf(record.standing) ?? detail, until: dueAt }
    : { status: 'Pending', code: 'Throttled', detail, until: dueAt };
  return { ...changeStatus(record, said, nowMs), next: { kind: 'parked', dueAt } };
}
