import type { DecodedFailure } from '../failures/decode-failure.ts';
import { type FailureEntry, failureInfo } from '../failures/failure-list.ts';
import { failWaitSeconds, ladderWaitSeconds } from '../failures/retry-ladder.ts';
import { earliestAfterRefusals } from './refusals.ts';
import type { StepRecord, Treatment } from './step-record.ts';

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
 * answers and for what an operation ends with alike. `step` has the failed try counted and its refusal noted.
 *
 * A wait is no try, until it has lasted as long as its kind may; then it goes by the ladder. Twelve refusals within a
 * day are the most of any kind: then the step rests until the oldest of them is a day old.
 */
export function nextTry(step: StepRecord, failure: DecodedFailure, nowMs: number): NextTry {
  const { dueMs, ...next } = byClass(step, failure, failureInfo(failure.code), nowMs);
  if (next.treatment === 'hold') return { ...next, nextAttemptAt: undefined };
  const earliestMs = earliestAfterRefusals(step.refusals, nowMs);
  if (earliestMs === undefined || earliestMs <= dueMs) return { ...next, nextAttemptAt: isoOf(dueMs) };
  return { ...next, treatment: 'fail', nextAttemptAt: isoOf(earliestMs) };
}

interface Due extends Omit<NextTry, 'nextAttemptAt'> {
  readonly dueMs: number;
}

function byClass(step: StepRecord, failure: DecodedFailure, entry: FailureEntry, nowMs: number): Due {
  const counted = { attempts: step.attempts, waits: 0, waitingSince: undefined };
  const after = (seconds: number): number => nowMs + 1_000 * Math.max(seconds, failure.retryAfterSeconds ?? 0);
  switch (failure.class) {
    case 'hold':
      return { ...counted, treatment: 'hold', dueMs: nowMs };
    case 'wait':
      return afterWait(step, failure, entry, nowMs);
    case 'retry': {
      const isEnough = entry.holdAfterTries !== undefined && step.attempts >= entry.holdAfterTries;
      return { ...counted, treatment: isEnough ? 'hold' : 'retry', dueMs: after(ladderWaitSeconds(step.attempts)) };
    }
    // A 404 on a write decides nothing about the machine: its own GET does, soon.
    case 'gone':
      return { ...counted, treatment: 'retry', dueMs: after(ladderWaitSeconds(step.attempts)) };
    default:
      return { ...counted, treatment: 'fail', dueMs: after(failWaitSeconds) };
  }
}

function afterWait(step: StepRecord, failure: DecodedFailure, { wait }: FailureEntry, nowMs: number): Due {
  const waits = step.waits + 1;
  const waitingSince = step.waitingSince ?? isoOf(nowMs);
  const seconds = waitSecondsAfter(failure, waits);
  const lastedSeconds = (nowMs - Date.parse(waitingSince)) / 1_000;
  const isOver = lastedSeconds + seconds > (wait?.longestSeconds ?? 0) || waits > (wait?.mostWaits ?? Infinity);
  if (!isOver) {
    const attempts = Math.max(0, step.attempts - 1);
    return { treatment: 'wait', attempts, waits, waitingSince, dueMs: nowMs + 1_000 * seconds };
  }
  const dueMs = nowMs + 1_000 * Math.max(seconds, ladderWaitSeconds(step.attempts));
  return { treatment: 'retry', attempts: step.attempts, waits, waitingSince, dueMs };
}

/** How long Azure is to be left alone after the `waits`th refusal in a row of a failure of class `wait`. Seconds. */
export function waitSecondsAfter(failure: DecodedFailure, waits: number): number {
  const { wait } = failureInfo(failure.code);
  const ladder = wait?.ladderSeconds ?? [];
  const usual = ladder[Math.min(waits, ladder.length) - 1] ?? failWaitSeconds;
  const told = failure.retryAfterSeconds === undefined ? undefined : failure.retryAfterSeconds + 1;
  return wait?.isTold === true ? (told ?? usual) : Math.max(usual, told ?? 0);
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
