import type { DecodedFailure } from '../failures/decode-failure.ts';
import { decodeDenied } from '../write/missing-rights.ts';
import { addressedBy } from '../write/touched.ts';
import { failStep, notBeforeAfter } from './fail-step.ts';
import { endLastWrite } from './last-write.ts';
import type { OperationState } from './step-history.ts';
import type { OwnedResource, StepRecord, StepRow } from './step-record.ts';

/** Azure accepted the write and no longer tells how it ended. */
export const unreadableOperation: DecodedFailure = {
  code: 'UnknownFailure',
  class: 'retry',
  detail: 'Azure accepted the write, and its operation cannot be read',
};

/** Whether what we made is there: `unread` when this look did not read that part of the target. */
export type Sight = 'seen' | 'unseen' | 'unread';

/** Writes into the row what the operations of our own writes have come to, and what we now own. */
export function foldOperations<Row extends StepRow>(
  row: Row,
  operations: Readonly<Record<string, OperationState>>,
  sightOf: (owned: OwnedResource) => Sight,
  nowMs: number,
): Row {
  const owned = confirmOwned(row, sightOf);
  let folded: Row = { ...row, owned };
  for (const [id, step] of Object.entries(row.steps)) folded = foldOperation(folded, id, step, operations[id], nowMs);
  return folded;
}

function foldOperation<Row extends StepRow>(
  row: Row,
  id: string,
  step: StepRecord,
  operation: OperationState | undefined,
  nowMs: number,
): Row {
  if (operation?.state === 'succeeded') {
    const writes = endLastWrite(step.writes, 'succeeded');
    const done = { ...step, operationUrl: undefined, waits: 0, waitingSince: undefined, writes };
    return { ...row, steps: { ...row.steps, [id]: done } };
  }
  if (operation?.state === 'lost') {
    // What is seen may still be believed; but a write that cannot be followed is no reason to write at once again.
    const lost = { ...failStep(row.resourceId, step, unreadableOperation, nowMs), writes: step.writes };
    return { ...row, steps: { ...row.steps, [id]: lost } };
  }
  if (operation?.state !== 'failed') return row;
  const failure = failureOf(row, step, operation);
  const failed = failStep(row.resourceId, step, failure, nowMs);
  const notBefore = notBeforeAfter(row, failure, nowMs);
  return { ...row, steps: { ...row.steps, [id]: failed }, notBefore };
}

/** A batch of instances that failed is never tried again without a person, whatever it failed with. */
function failureOf(
  row: StepRow,
  { touches }: StepRecord,
  operation: Extract<OperationState, { state: 'failed' }>,
): DecodedFailure {
  const failure = decodeDenied({ source: 'operation', ...operation }, addressedBy(row.resourceId, touches));
  if (touches.part !== 'instances') return failure;
  return { ...failure, code: 'ScaleSetUpgradeFailed', class: 'hold' };
}

/** An intent becomes ours when its write was answered with success and the resource is seen. */
function confirmOwned(row: StepRow, sightOf: (owned: OwnedResource) => Sight): readonly OwnedResource[] {
  return row.owned.flatMap((owned): readonly OwnedResource[] => {
    // What was deleted since is no longer ours: whoever makes it anew owns it.
    if (owned.state === 'confirmed') return sightOf(owned) === 'unseen' ? [] : [owned];
    const last = row.steps[owned.stepId]?.writes.at(-1);
    const isAnswered = last?.ended === 'accepted' || last?.ended === 'succeeded';
    if (isAnswered && sightOf(owned) === 'seen') return [{ ...owned, state: 'confirmed' }];
    return last?.ended === 'failed' ? [] : [owned];
  });
}
