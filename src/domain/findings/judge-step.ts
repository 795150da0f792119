import { decodeFailure } from '../failures/decode-failure.ts';
import { failureInfo, isFailureCode } from '../failures/failure-list.ts';
import { waitSecondsOf } from '../failures/pending-waits.ts';
import { failWaitSeconds, ladderWaitSeconds } from '../failures/retry-ladder.ts';
import type { StepId } from '../ids.ts';
import type { StepRecord } from '../step/step-record.ts';
import { mayLag, writeState } from '../step/write-state.ts';
import type { Obstacle } from './finding.ts';
import type { ServiceInput } from './service.ts';

/** What went wrong with a step, as the row keeps it. */
export interface StepFailure {
  readonly code: string;
  readonly detail: string;
}

/**
 * Why a step must not be sent now, from what became of its last write: still worked on, refused for a reason that
 * only a person removes, or waiting for its next try. Undefined: nothing stands in the way. A service asks this
 * before it wants a step, so a step on its ladder is a `blocked` finding with its code, not a `wanted` one.
 */
export function judgeStep(input: ServiceInput, stepId: StepId): Obstacle | undefined {
  const step = input.history.steps[stepId];
  if (step === undefined) return undefined;
  const failure = failureOfStep(input, stepId);
  if (failure === undefined || step.writes.at(-1)?.ended !== 'sent') {
    if (writeState(input, stepId) === 'working') return { kind: 'provisioning', what: activityOf(stepId) };
  }
  if (failure !== undefined) return judgeFailure(failure, stepId, step, input.now);
  const isEarly = step.nextAttemptAt !== undefined && Date.parse(step.nextAttemptAt) > input.now;
  return isEarly || mayLag(input, stepId) ? { kind: 'provisioning', what: activityOf(stepId) } : undefined;
}

/** The failure the row knows for a step, or that of an operation that this look read. */
export function failureOfStep({ history }: ServiceInput, stepId: StepId): StepFailure | undefined {
  const operation = history.operations[stepId];
  if (operation?.state !== 'failed') return history.steps[stepId]?.failure;
  return decodeFailure({ source: 'operation', ...operation });
}

/** The finding of a failed step; undefined once its next try is due. */
export function judgeFailure(
  { code: text, detail }: StepFailure,
  stepId: StepId,
  step: StepRecord,
  now: number,
): Obstacle | undefined {
  const code = isFailureCode(text) ? text : 'UnknownFailure';
  return now < dueOf(code, step) ? { kind: 'blocked', code, detail, stepId } : undefined;
}

/** App time in milliseconds of the next try; never, for what a person must decide. */
function dueOf(code: string, step: StepRecord): number {
  const info = failureInfo(code);
  if (info.class === 'hold') return Number.POSITIVE_INFINITY;
  if (info.class === 'gone') return 0;
  if (step.nextAttemptAt !== undefined) return Date.parse(step.nextAttemptAt);
  const lastMs = Date.parse(step.lastAt);
  if (info.class === 'wait') return lastMs + 1_000 * waitSecondsOf(info.pendingReason ?? 'Busy');
  return lastMs + 1_000 * (info.class === 'retry' ? ladderWaitSeconds(step.attempts) : failWaitSeconds);
}

/** `installExtension` of `installExtension:AzureMonitorLinuxAgent`: what an operator sees in progress. */
export function activityOf(stepId: StepId): string {
  return stepId.split(':')[0] ?? stepId;
}
