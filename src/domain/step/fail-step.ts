import type { DecodedFailure } from '../failures/decode-failure.ts';
import { withoutNames } from '../redact.ts';
import { endLastWrite } from './last-write.ts';
import { nextTry, waitSecondsAfter } from './next-try.ts';
import { addRefusal } from './refusals.ts';
import type { StepRecord, StepRow } from './step-record.ts';

/**
 * The step of this target after its write was refused or its operation ended badly. Without an answer the write stays
 * `sent`.
 */
export function failStep(targetId: string, step: StepRecord, failure: DecodedFailure, nowMs: number): StepRecord {
  const { code, detail } = failure;
  const text = withoutNames(detail, namesIn(targetId));
  const refusals = addRefusal(step.refusals, { code, text }, nowMs);
  const { treatment, ...next } = nextTry({ ...step, refusals }, failure, nowMs);
  return {
    ...step,
    ...next,
    refusals,
    failure: { code, detail, treatment },
    operationUrl: undefined,
    writes: code === 'NetworkFailure' ? step.writes : endLastWrite(step.writes, 'failed'),
  };
}

/** Its own name and its group's: they differ from machine to machine where the reason is the same. */
function namesIn(targetId: string): readonly string[] {
  const segments = targetId.split('/');
  return [segments.at(-1) ?? '', segments[4] ?? ''].filter((name) => name !== '');
}

/** Who was told to slow down is left alone altogether for as long as it was told, reads included; our own ladder is no word of Azure. */
export function notBeforeAfter(row: StepRow, failure: DecodedFailure, nowMs: number): string | undefined {
  if (failure.pendingReason !== 'Throttled') return row.notBefore;
  return new Date(nowMs + 1_000 * waitSecondsAfter(failure, 1)).toISOString();
}
