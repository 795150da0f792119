import type { DecodedFailure } from '../failures/decode-failure.ts';
import { type FailureCode, failureInfo, isFailureCode } from '../failures/failure-list.ts';
import type { StepId } from '../ids.ts';
import { nextTry } from '../step/next-try.ts';
import { earliestAfterRefusals } from '../step/refusals.ts';
import { activityOf } from '../step/step-id.ts';
import type { FailedTry, StepRecord } from '../step/step-record.ts';
import { mayLag, type StepContext, writeState } from '../step/write-state.ts';
import type { Obstacle } from './finding.ts';

/**
 * Why a step must not be sent now, from what became of its last write: still worked on, refused for a reason that
 * only a person removes, or waiting for its next try. Undefined: nothing stands in the way. A service asks this
 * before it wants a step, so a step on its ladder is a `blocked` finding with its code, not a `wanted` one.
 */
export function judgeStep(input: StepContext, stepId: StepId): Obstacle | undefined {
  const step = input.history.steps[stepId];
  if (step === undefined) return undefined;
  const { failure } = step;
  if (failure === undefined || step.writes.at(-1)?.ended !== 'sent') {
    if (writeState(input, stepId) === 'working') return { kind: 'provisioning', what: activityOf(stepId) };
  }
  if (failure !== undefined) return judgeFailure(failure, step, stepId, input.now);
  const isEarly = step.nextAttemptAt !== undefined && Date.parse(step.nextAttemptAt) > input.now;
  if (isEarly || mayLag(input, stepId)) return { kind: 'provisioning', what: activityOf(stepId) };
  return judgeRefusals(step, stepId, input.now);
}

/** A step that was refused too often within a day rests, also when it was in place for a while in between. */
function judgeRefusals({ refusals }: StepRecord, stepId: StepId, nowMs: number): Obstacle | undefined {
  const dueMs = earliestAfterRefusals(refusals, nowMs);
  const newest = refusals.at(-1);
  if (dueMs === undefined || dueMs <= nowMs || newest === undefined) return undefined;
  const code = isFailureCode(newest.code) ? newest.code : 'UnknownFailure';
  return { kind: 'blocked', code, detail: newest.text, step: { stepId, treatment: 'fail', dueMs } };
}

/**
 * The same for a failure that the machine tells and the row does not, e.g. in an instance view: what would have become
 * of the step had its last write ended so.
 */
export function judgeToldFailure(
  told: DecodedFailure,
  stepId: StepId,
  step: StepRecord,
  nowMs: number,
): Obstacle | undefined {
  const { treatment } = nextTry(step, told, Date.parse(step.lastAt));
  // The write has ended, so the machine's word is no refusal to be waited out: its step is on the ladder.
  const tried = treatment === 'wait' ? 'retry' : treatment;
  return judgeFailure({ ...told, treatment: tried }, step, stepId, nowMs);
}

/** The finding of a failed step; undefined once its next try is due. */
function judgeFailure(
  { code: text, detail, treatment }: FailedTry,
  step: StepRecord,
  stepId: StepId,
  nowMs: number,
): Obstacle | undefined {
  const code = isFailureCode(text) ? text : 'UnknownFailure';
  const dueMs = treatment === 'hold' ? undefined : dueOf(step, code, detail);
  if (dueMs !== undefined && dueMs <= nowMs) return undefined;
  return { kind: 'blocked', code, detail, step: { stepId, treatment, dueMs } };
}

/** A row that does not say when is read as one whose last write has just ended so. App time in milliseconds. */
function dueOf(step: StepRecord, code: FailureCode, detail: string): number {
  const failure = { code, detail, class: failureInfo(code).class };
  const nextAttemptAt = step.nextAttemptAt ?? nextTry(step, failure, Date.parse(step.lastAt)).nextAttemptAt;
  return Date.parse(nextAttemptAt ?? step.lastAt);
}
