import type { StepRecord } from '../machine/machine-record.ts';
import { bodyHashOf } from './body-hash.ts';
import type { MachineWrite } from './machine-write.ts';

const windowMs = 24 * 60 * 60_000;
const limit = 3;

/**
 * The write fuse: the same step and body, three times in 24 hours completed with success by Azure and yet wanted
 * again. Somebody else (a policy, a pipeline, a server that normalises) undoes it; a fourth write would fight.
 */
export function isContended(step: StepRecord | undefined, write: MachineWrite, nowMs: number): boolean {
  const hash = bodyHashOf(write);
  return effectiveWrites(step, nowMs).filter((entry) => entry.bodyHash === hash).length >= limit;
}

/** Whether any body of this step stands at the limit; then it is worth finding out who undoes it. */
export function isNearContention(step: StepRecord, nowMs: number): boolean {
  return effectiveWrites(step, nowMs).length >= limit;
}

function effectiveWrites(step: StepRecord | undefined, nowMs: number): StepRecord['writes'] {
  return (step?.writes ?? []).filter((entry) => entry.ended === 'succeeded' && nowMs - Date.parse(entry.at) < windowMs);
}
