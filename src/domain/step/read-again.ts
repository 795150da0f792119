import type { DecodedFailure } from '../failures/decode-failure.ts';
import { notBeforeAfter } from './fail-step.ts';
import { isLongPast } from './long-past.ts';
import { nextTry } from './next-try.ts';
import type { StepRow } from './step-record.ts';

/**
 * The row after a step could not read its target again, so that it wrote nothing. Looks that can read it must not ask
 * for the step forever: until its next try, steps wait.
 */
export function failReading<Row extends StepRow>(row: Row, failure: DecodedFailure, nowMs: number): Row {
  const before = row.unread === undefined || isLongPast(row.unread, nowMs) ? fresh : row.unread;
  const tries = { ...before, attempts: before.attempts + 1, nextAttemptAt: undefined };
  const { treatment, ...next } = nextTry(tries, { ...failure, class: passing(failure) }, nowMs);
  const { code, detail } = failure;
  const unread = { ...next, refusals: [], failure: { code, detail, treatment } };
  return { ...row, unread, notBefore: notBeforeAfter(row, failure, nowMs) };
}

const fresh = { attempts: 0, waits: 0, waitingSince: undefined, refusals: [] };

/** Looks could read the target, so whatever kept a step from it may pass; the looks' own reading decides what holds. */
function passing({ class: effect }: DecodedFailure): 'wait' | 'retry' {
  return effect === 'wait' ? 'wait' : 'retry';
}

/** Whether steps wait now because their target could not be read for the last one. */
export function isUnread({ unread }: StepRow, nowMs: number): boolean {
  if (unread === undefined) return false;
  return unread.nextAttemptAt === undefined || Date.parse(unread.nextAttemptAt) > nowMs;
}
