import type { AzureWrite } from '../write/azure-write.ts';
import { bodyHashOf } from '../write/body-hash.ts';
import type { StepRecord } from './step-record.ts';

const windowMs = 24 * 60 * 60_000;
const limit = 3;

/**
 * The write fuse: the same step and body, three times in 24 hours completed with success by Azure and yet wanted
 * again. Somebody else (a policy, a pipeline, a server that normalises) undoes it; a fourth write would fight.
 */
export function isContended(step: StepRecord | undefined, write: AzureWrite, nowMs: number): boolean {
  const hash = bodyHashOf(write);
  return effectiveWrites(step, nowMs).filter((entry) => entry.bodyHash === hash).length >= limit;
}

/**
 * Whether any body of this step may stand at the limit by the end of this look; then it is worth finding out who undoes
 * it. A write whose end nobody has read yet counts, because this look may read it.
 */
export function isNearContention(step: StepRecord, nowMs: number): boolean {
  return recentWrites(step, nowMs).filter((entry) => entry.ended !== 'failed').length >= limit;
}

function effectiveWrites(step: StepRecord | undefined, nowMs: number): StepRecord['writes'] {
  return recentWrites(step, nowMs).filter((entry) => entry.ended === 'succeeded');
}

function recentWrites(step: StepRecord | undefined, nowMs: number): StepRecord['writes'] {
  return (step?.writes ?? []).filter((entry) => nowMs - Date.parse(entry.at) < windowMs);
}
