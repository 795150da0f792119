import type { DecodedFailure } from '../failures/decode-failure.ts';
import type { LookId } from '../ids.ts';
import { resourceIdOf } from '../write/azure-write.ts';
import { bodyHashOf } from '../write/body-hash.ts';
import { touchedBy } from '../write/touched.ts';
import { isLongPast } from './long-past.ts';
import { nextTry } from './next-try.ts';
import type { OwnedResource, StepRecord, StepRow, WriteRecord } from './step-record.ts';
import type { WantedStep } from './wanted-step.ts';

const keptWrites = 3;

/** Until its answer is saved, a write counts as one that got none. */
const unanswered: DecodedFailure = { code: 'NetworkFailure', class: 'retry', detail: 'not answered' };

/**
 * Saved before the request leaves: one more attempt, and what we shall own if it makes something. The next try is
 * put on the ladder at once as if no answer came, so that a crash between here and the answer cannot become a fast loop.
 */
export function beginStep<Row extends StepRow>(row: Row, step: WantedStep, lookId: LookId, nowMs: number): Row {
  const at = new Date(nowMs).toISOString();
  const before = row.steps[step.id];
  const attempts = (before?.attempts ?? 0) + 1;
  const write: WriteRecord = { at, bodyHash: bodyHashOf(step.write), ended: 'sent' };
  const next: StepRecord = {
    service: step.service,
    touches: touchedBy(step.write),
    attempts,
    ...waitOf(before, nowMs),
    firstAt: before?.firstAt ?? at,
    lastAt: at,
    nextAttemptAt: undefined,
    lookId,
    writes: keepWrites([...(before?.writes ?? []), write]),
    operationUrl: undefined,
    correlationId: undefined,
    failure: before?.failure,
    refusals: before?.refusals ?? [],
  };
  const owned = step.creates ? addIntent(row.owned, step, lookId, at) : row.owned;
  const { nextAttemptAt } = nextTry(next, unanswered, nowMs);
  return { ...row, steps: { ...row.steps, [step.id]: { ...next, nextAttemptAt } }, owned, unread: undefined };
}

function waitOf(before: StepRecord | undefined, nowMs: number): Pick<StepRecord, 'waits' | 'waitingSince'> {
  if (before === undefined || isLongPast(before, nowMs)) return { waits: 0, waitingSince: undefined };
  return { waits: before.waits, waitingSince: before.waitingSince };
}

/** The newest; those that are not known to have had an effect give way first, because the fuse counts those that had. */
function keepWrites(writes: readonly WriteRecord[]): readonly WriteRecord[] {
  if (writes.length <= keptWrites) return writes;
  const other = writes.slice(0, -1).findIndex(({ ended }) => ended !== 'succeeded');
  return keepWrites(writes.toSpliced(Math.max(0, other), 1));
}

function addIntent(
  owned: readonly OwnedResource[],
  step: WantedStep,
  lookId: LookId,
  at: string,
): readonly OwnedResource[] {
  const resourceId = resourceIdOf(step.write);
  const others = owned.filter((entry) => entry.resourceId.toLowerCase() !== resourceId.toLowerCase());
  return [...others, { stepId: step.id, resourceId, state: 'intent', lookId, at }];
}
