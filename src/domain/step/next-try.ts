import type { DecodedFailure } from '../failures/decode-failure.ts';
import { type FailureEntry, failureInfo } from '../failures/failure-list.ts';
import { failWaitSeconds, ladderWaitSeconds } from '../failures/retry-ladder.ts';
import { earliestAfterRefusals } from './refusals.ts';
import type { Treatment, Tries } from './step-record.ts';

/** What becomes of a step after a failed write. */
export interface NextTry {
  readonly treatment: Treatment;
  readonly attempts: number;
  readonly waits: number;
  readonly waitingSince: string | undefined;
  readonly nextAttemptAt: string | undefined;
}

/**
 * When a step whose write was refused, or ended badly, is sent again: the one place that decides it, for what Azure
 * answers, for what an operation ends with, and for what never left alike. `tries` has the failed try counted and its
 * refusal noted.
 *
 * A wait is no try, until it has lasted as long as its kind may; then it goes by the ladder. Twelve refusals within a
 * day are the most of any kind: then the step rests until the oldest of them is a day old.
 */
export function nextTry(tries: Tries, failure: DecodedFailure, nowMs: number): NextTry {
  const { dueMs, ...next } = byClass(tries, failure, failureInfo(failure.code), nowMs);
  if (next.treatment === 'hold') return { ...next, nextAttemptAt: undefined };
  const earliestMs = earliestAfterRefusals(tries.refusals, nowMs);
  if (earliestMs === undefined || earliestMs <= dueMs) return { ...next, nextAttemptAt: isoOf(dueMs) };
  return { ...next, treatment: 'fail', nextAttemptAt: isoOf(earliestMs) };
}

interface Due extends Omit<NextTry, 'nextAttemptAt'> {
  readonly dueMs: number;
}

function byClass(tries: Tries, failure: DecodedFailure, entry: FailureEntry, nowMs: number): Due {
  const counted = { attempts: tries.attempts, waits: 0, waitingSince: undefined };
  const after = (seconds: number): number => nowMs + 1_000 * Math.max(seconds, failure.retryAfterSeconds ?? 0);
  switch (failure.class) {
    case 'hold':
      return { ...counted, treatment: 'hold', dueMs: nowMs };
    case 'wait':
      return afterWait(tries, failure, entry, nowMs);
    case 'retry': {
      const isEnough = entry.holdAfterTries !== undefined && timesOf(tries, failure.code) >= entry.holdAfterTries;
      return { ...counted, treatment: isEnough ? 'hold' : 'retry', dueMs: after(ladderWaitSeconds(tries.attempts)) };
    }
    // A 404 on a write decides nothing about the machine: its own GET does, soon.
    case 'gone':
      return { ...counted, treatment: 'retry', dueMs: after(ladderWaitSeconds(tries.attempts)) };
    default:
      return { ...counted, treatment: 'fail', dueMs: after(failWaitSeconds) };
  }
}

/** How often the same was said within the last day. */
function timesOf({ refusals }: Tries, code: string): number {
  return refusals.reduce((sum, group) => sum + (group.code === code ? group.at.length : 0), 0);
}

function afterWait(tries: Tries, failure: DecodedFailure, { wait }: FailureEntry, nowMs: number): Due {
  const waits = tries.waits + 1;
  const waitingSince = tries.waitingSince ?? isoOf(nowMs);
  const seconds = waitSecondsAfter(failure, waits);
  const lastedSeconds = (nowMs - Date.parse(waitingSince)) / 1_000;
  const isTooLong = lastedSeconds + seconds > (wait?.longestSeconds ?? 0);
  if (!isTooLong && waits <= (wait?.mostWaits ?? Infinity)) {
    const attempts = Math.max(0, tries.attempts - 1);
    return { treatment: 'wait', attempts, waits, waitingSince, dueMs: nowMs + 1_000 * seconds };
  }
  const dueMs = nowMs + 1_000 * Math.max(seconds, ladderWaitSeconds(tries.attempts + (isTooLong ? outlastedRungs : 0)));
  return { treatment: 'retry', attempts: tries.attempts, waits, waitingSince, dueMs };
}

/** A refusal that outlasted its wait is no passing one: it goes on where the ladder is longer than that wait. */
const outlastedRungs = 3;

/** How long Azure is to be left alone after the `waits`th refusal in a row of a failure of class `wait`. Seconds. */
export function waitSecondsAfter(failure: DecodedFailure, waits: number): number {
  const { wait } = failureInfo(failure.code);
  const ladder = wait?.ladderSeconds ?? [];
  const usual = ladder[Math.min(waits, ladder.length) - 1] ?? failWaitSeconds;
  const told = failure.retryAfterSeconds === undefined ? undefined : failure.retryAfterSeconds + 1;
  const isFirstTold = wait?.isTold === true && waits === 1;
  return isFirstTold ? (told ?? usual) : Math.max(usual, told ?? 0);
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
