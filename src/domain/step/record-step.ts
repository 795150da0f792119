import type { DecodedFailure } from '../failures/decode-failure.ts';
import { waitSecondsOf } from '../failures/pending-waits.ts';
import { busyWaitSeconds, failWaitSeconds, ladderWaitSeconds } from '../failures/retry-ladder.ts';
import type { LookId, StepId } from '../ids.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import { bodyHashOf } from '../write/body-hash.ts';
import type { OwnedResource, StepRecord, WriteRecord } from './step-record.ts';
import type { WantedStep } from './wanted-step.ts';

const keptWrites = 3;

/** After a 412 the machine is read again soon: nothing is wrong with it. */
const preconditionWaitSeconds = 30;
/** After so many 412s in a row somebody writes all the time: from then on each counts as a failed try. */
const mostPreconditionWaits = 3;

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

/**
 * Saved before the request leaves: one more attempt, and what we shall own if it makes something. The next try is
 * put on the ladder at once, so that a crash between here and the answer cannot become a fast loop.
 */
export function beginStep(record: MachineRecord, step: WantedStep, lookId: LookId, nowMs: number): MachineRecord {
  const at = new Date(nowMs).toISOString();
  const before = record.steps[step.id];
  const attempts = (before?.attempts ?? 0) + 1;
  const write: WriteRecord = { at, bodyHash: bodyHashOf(step.write), ended: 'sent' };
  const next: StepRecord = {
    attempts,
    waits: before?.waits ?? 0,
    firstAt: before?.firstAt ?? at,
    lastAt: at,
    nextAttemptAt: afterSeconds(nowMs, ladderWaitSeconds(attempts)),
    lookId,
    writes: [...(before?.writes ?? []), write].slice(-keptWrites),
    operationUrl: undefined,
    correlationId: undefined,
    failure: before?.failure,
  };
  const owned = step.creates ? addIntent(record.owned, step, lookId, at) : record.owned;
  return { ...record, steps: { ...record.steps, [step.id]: next }, owned };
}

/** Saved after the answer. A `wait` is no attempt: the machine was busy or throttled, the step was not tried. */
export function endStep(record: MachineRecord, stepId: StepId, end: StepEnd, nowMs: number): MachineRecord {
  const step = record.steps[stepId];
  if (step === undefined) return record;
  if (end.kind === 'notSent') return forgetTry(record, stepId, step, nowMs);
  if (end.kind === 'accepted') {
    const ended = end.operationUrl === undefined ? 'succeeded' : 'accepted';
    const owned = end.created === false ? dropIntent(record.owned, stepId) : record.owned;
    return withStep({ ...record, owned }, stepId, {
      ...step,
      waits: 0,
      nextAttemptAt: undefined,
      operationUrl: end.operationUrl,
      correlationId: end.correlationId,
      failure: undefined,
      writes: endLastWrite(step.writes, ended),
    });
  }
  const { failure } = end;
  const isWait = isNoAttempt(failure, step.waits);
  const waits = isWait ? step.waits + 1 : failure.code === 'PreconditionFailed' ? step.waits : 0;
  const attempts = isWait ? Math.max(0, step.attempts - 1) : step.attempts;
  // Without an answer the write may have taken effect: it stays `sent`, and so does the intent.
  const isUnanswered = failure.code === 'NetworkFailure';
  const ended: StepRecord = {
    ...step,
    attempts,
    waits,
    nextAttemptAt: isWait ? nextAfterWait(failure, waits, nowMs) : nextTry(failure, attempts, nowMs),
    correlationId: end.correlationId,
    failure: { code: failure.code, detail: failure.detail },
    writes: isUnanswered ? step.writes : endLastWrite(step.writes, 'failed'),
  };
  const owned = isUnanswered ? record.owned : dropIntent(record.owned, stepId);
  const notBefore = failure.pendingReason === 'Throttled' ? ended.nextAttemptAt : record.notBefore;
  return { ...withStep(record, stepId, ended), owned, notBefore };
}

/** Marks how the last write ended. */
export function endLastWrite(writes: readonly WriteRecord[], ended: WriteRecord['ended']): readonly WriteRecord[] {
  return writes.map((write, index) => (index === writes.length - 1 ? { ...write, ended } : write));
}

function isNoAttempt(failure: DecodedFailure, waits: number): boolean {
  return failure.class === 'wait' && !(failure.code === 'PreconditionFailed' && waits >= mostPreconditionWaits);
}

/** The permit ran out before the request left: nothing was tried, nothing can have been made. */
function forgetTry(record: MachineRecord, stepId: StepId, step: StepRecord, nowMs: number): MachineRecord {
  const forgotten: StepRecord = {
    ...step,
    attempts: Math.max(0, step.attempts - 1),
    writes: step.writes.slice(0, -1),
    nextAttemptAt: afterSeconds(nowMs, preconditionWaitSeconds),
  };
  return { ...withStep(record, stepId, forgotten), owned: dropIntent(record.owned, stepId) };
}

/**
 * When a failed step may be sent again. What a person must decide waits for an operator's onboard, whatever stands
 * here. A 404 on a write decides nothing about the machine: its own GET does, soon.
 */
function nextTry(failure: DecodedFailure, attempts: number, nowMs: number): string {
  const isOnLadder = failure.class === 'retry' || failure.class === 'gone' || failure.class === 'wait';
  if (!isOnLadder) return afterSeconds(nowMs, failWaitSeconds);
  return afterSeconds(nowMs, Math.max(ladderWaitSeconds(attempts), failure.retryAfterSeconds ?? 0));
}

function nextAfterWait(failure: DecodedFailure, waits: number, nowMs: number): string {
  if (failure.code === 'PreconditionFailed') return afterSeconds(nowMs, preconditionWaitSeconds);
  const reason = failure.pendingReason ?? 'Busy';
  const usual = reason === 'Busy' ? busyWaitSeconds(waits) : waitSecondsOf(reason);
  const told = failure.retryAfterSeconds === undefined ? undefined : failure.retryAfterSeconds + 1;
  return afterSeconds(nowMs, reason === 'Busy' ? Math.max(usual, told ?? 0) : (told ?? usual));
}

function withStep(record: MachineRecord, stepId: StepId, step: StepRecord): MachineRecord {
  return { ...record, steps: { ...record.steps, [stepId]: step } };
}

function addIntent(
  owned: readonly OwnedResource[],
  step: WantedStep,
  lookId: LookId,
  at: string,
): readonly OwnedResource[] {
  const resourceId = resourceIdOf(step);
  const others = owned.filter((entry) => entry.resourceId.toLowerCase() !== resourceId.toLowerCase());
  return [...others, { stepId: step.id, resourceId, state: 'intent', lookId, at }];
}

/** Forgets that a step was about to make something: it was refused or skipped. */
function dropIntent(owned: readonly OwnedResource[], stepId: StepId): readonly OwnedResource[] {
  return owned.filter((entry) => entry.state === 'confirmed' || entry.stepId !== stepId);
}

/** The ARM id of what a step writes. */
export function resourceIdOf(step: WantedStep): string {
  const { write } = step;
  switch (write.kind) {
    case 'attachIdentity':
      return write.machine.resourceId;
    case 'putExtension':
    case 'deleteExtension':
      return `${write.machine.resourceId}/extensions/${write.name}`;
    case 'putAssociation':
      return `${write.machine.resourceId}/providers/Microsoft.Insights/dataCollectionRuleAssociations/${write.name}`;
  }
}

function afterSeconds(nowMs: number, seconds: number): string {
  return new Date(nowMs + seconds * 1_000).toISOString();
}
