import type { ServiceHistory } from './step-history.ts';
import type { StepRecord } from './step-record.ts';

/** What a service asks the life of its steps with. */
export interface StepContext {
  readonly history: ServiceHistory;
  /** App time in milliseconds. */
  readonly now: number;
}

/** Two looks this far apart must agree before a write whose operation cannot be read counts as done. */
const apartMs = 30_000;
/** After this long the distance of the looks no longer matters: an old answer would have been replaced by then. */
const certainMs = 150_000;

/**
 * Whether our last write of a step has ended. `working`: Azure still works on it, or nobody knows yet, so what the
 * machine shows now may be what it was before the write and must not be believed.
 */
export function writeState({ history, now }: StepContext, stepId: string): 'over' | 'working' {
  const step = history.steps[stepId];
  const last = step?.writes.at(-1);
  if (step === undefined || last === undefined || last.ended === 'succeeded' || last.ended === 'failed') return 'over';
  const operation = history.operations[stepId]?.state;
  if (operation === 'succeeded' || operation === 'failed') return 'over';
  // An answer that ends the write is kept as `succeeded`; one that leaves it open and names no operation tells nothing.
  const namesNone = last.ended === 'accepted' && step.operationUrl === undefined;
  const isUnreadable = operation === 'lost' || last.ended === 'sent' || namesNone;
  return isUnreadable && wasSeenTwice(step, history.lastLookAt, now) ? 'over' : 'working';
}

/**
 * Whether what this look sees may still be from before our last write although that write has ended: its end was read
 * after the machine, or reads lag behind. Then it is looked at again, not
 * written again.
 */
export function mayLag({ history, now }: StepContext, stepId: string): boolean {
  if (history.operations[stepId]?.state === 'succeeded') return true;
  const last = history.steps[stepId]?.writes.at(-1);
  return last?.ended === 'succeeded' && now - Date.parse(last.at) < certainMs;
}

function wasSeenTwice(step: StepRecord, lastLookAt: string | undefined, now: number): boolean {
  if (lastLookAt === undefined) return false;
  const writtenMs = Date.parse(step.lastAt);
  const lookedMs = Date.parse(lastLookAt);
  return lookedMs > writtenMs && (now - lookedMs >= apartMs || now - writtenMs >= certainMs);
}
