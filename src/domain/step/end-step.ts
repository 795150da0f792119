import type { DecodedFailure } from '../failures/decode-failure.ts';
import type { StepId } from '../ids.ts';
import { failStep, notBeforeAfter } from './fail-step.ts';
import { endLastWrite } from './last-write.ts';
import { nextTry } from './next-try.ts';
import type { OwnedResource, StepRecord, StepRow } from './step-record.ts';

/** Between the decision and the request more time went by than a permit lives. */
const notSent: DecodedFailure = {
  code: 'PermitExpired',
  class: 'wait',
  detail: 'the request was not sent: its permit had run out before it could leave',
};

/** What became of a write that was sent. */
export type StepEnd =
  /** The request never left. */
  | { readonly kind: 'notSent' }
  | {
      readonly kind: 'accepted';
      readonly operationUrl: string | undefined;
      readonly correlationId: string | undefined;
      /** False: the resource was there before; undefined: Azure's answer does not tell. */
      readonly created: boolean | undefined;
    }
  | { readonly kind: 'failed'; readonly failure: DecodedFailure; readonly correlationId: string | undefined };

/** Saved after the answer. A row whose step was cleared meanwhile stays as it is. */
export function endStep<Row extends StepRow>(row: Row, stepId: StepId, end: StepEnd, nowMs: number): Row {
  const step = row.steps[stepId];
  if (step === undefined) return row;
  switch (end.kind) {
    case 'notSent':
      return { ...withStep(row, stepId, forgetTry(step, nowMs)), owned: dropIntent(row.owned, stepId) };
    case 'accepted': {
      const owned = end.created === false ? dropIntent(row.owned, stepId) : row.owned;
      return { ...withStep(row, stepId, acceptStep(step, end)), owned };
    }
    case 'failed': {
      const { failure, correlationId } = end;
      const failed = { ...failStep(row.resourceId, step, failure, nowMs), correlationId };
      const notBefore = notBeforeAfter(row, failure, nowMs);
      // Without an answer the write may have taken effect: it stays `sent`, and so does the intent.
      const owned = failure.code === 'NetworkFailure' ? row.owned : dropIntent(row.owned, stepId);
      return { ...withStep(row, stepId, failed), owned, notBefore };
    }
  }
}

/** An answer that ends the write ends the waiting too; an operation may still end as busy as the last one. */
function acceptStep(step: StepRecord, end: Extract<StepEnd, { kind: 'accepted' }>): StepRecord {
  const isDone = end.operationUrl === undefined;
  return {
    ...step,
    ...(isDone ? { waits: 0, waitingSince: undefined } : {}),
    nextAttemptAt: undefined,
    operationUrl: end.operationUrl,
    correlationId: end.correlationId,
    failure: undefined,
    writes: endLastWrite(step.writes, isDone ? 'succeeded' : 'accepted'),
  };
}

/** The permit ran out before the request left: nothing was tried, nothing can have been made. */
function forgetTry(step: StepRecord, nowMs: number): StepRecord {
  const { treatment, ...next } = nextTry(step, notSent, nowMs);
  const failure = { code: notSent.code, detail: notSent.detail, treatment };
  return { ...step, ...next, failure, writes: step.writes.slice(0, -1) };
}

function withStep<Row extends StepRow>(row: Row, stepId: StepId, step: StepRecord): Row {
  return { ...row, steps: { ...row.steps, [stepId]: step } };
}

/** Forgets that a step was about to make something: it was refused or skipped. */
function dropIntent(owned: readonly OwnedResource[], stepId: StepId): readonly OwnedResource[] {
  return owned.filter((entry) => entry.state === 'confirmed' || entry.stepId !== stepId);
}
