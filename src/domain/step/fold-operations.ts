import { decodeFailure } from '../failures/decode-failure.ts';
import { failWaitSeconds, ladderWaitSeconds } from '../failures/retry-ladder.ts';
import type { MachineFacts } from '../machine/machine-facts.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import { endLastWrite } from './record-step.ts';
import type { OperationState } from './step-history.ts';
import type { OwnedResource, StepRecord } from './step-record.ts';

/** Writes into the row what the operations of our own writes have come to, and what we now own. */
export function foldOperations(
  record: MachineRecord,
  operations: Readonly<Record<string, OperationState>>,
  facts: MachineFacts,
  nowMs: number,
): MachineRecord {
  const owned = confirmOwned(record, facts);
  const steps = Object.fromEntries(
    Object.entries(record.steps).map(([id, step]) => [id, foldOperation(step, operations[id], nowMs)]),
  );
  return { ...record, steps, owned };
}

function foldOperation(step: StepRecord, operation: OperationState | undefined, nowMs: number): StepRecord {
  if (operation?.state === 'succeeded') {
    return { ...step, operationUrl: undefined, writes: endLastWrite(step.writes, 'succeeded') };
  }
  if (operation?.state !== 'failed') return step;
  const failure = decodeFailure({ source: 'operation', ...operation });
  const isOnLadder = failure.class === 'retry' || failure.class === 'wait';
  const waitMs = 1_000 * (isOnLadder ? ladderWaitSeconds(Math.max(1, step.attempts)) : failWaitSeconds);
  return {
    ...step,
    operationUrl: undefined,
    writes: endLastWrite(step.writes, 'failed'),
    failure: { code: failure.code, detail: failure.detail },
    nextAttemptAt: failure.class === 'hold' ? undefined : new Date(nowMs + waitMs).toISOString(),
  };
}

/** An intent becomes ours when its write was answered with success and the resource is seen (definition D8). */
function confirmOwned(record: MachineRecord, facts: MachineFacts): readonly OwnedResource[] {
  return record.owned.flatMap((owned): readonly OwnedResource[] => {
    if (owned.state === 'confirmed') return isUnseen(owned, facts) ? [] : [owned];
    const last = record.steps[owned.stepId]?.writes.at(-1);
    const isAnswered = last?.ended === 'accepted' || last?.ended === 'succeeded';
    if (isAnswered && isSeen(owned, facts)) return [{ ...owned, state: 'confirmed' }];
    return last?.ended === 'failed' ? [] : [owned];
  });
}

/** What was deleted since is no longer ours: whoever makes it anew owns it. */
function isUnseen(owned: OwnedResource, facts: MachineFacts): boolean {
  const wasRead = !isAssociation(owned) || facts.associations !== undefined;
  return wasRead && !isSeen(owned, facts);
}

function isSeen(owned: OwnedResource, facts: MachineFacts): boolean {
  const name = owned.resourceId.slice(owned.resourceId.lastIndexOf('/') + 1).toLowerCase();
  const resources = isAssociation(owned) ? (facts.associations ?? []) : facts.extensions;
  return resources.some((resource) => resource.name.toLowerCase() === name);
}

function isAssociation(owned: OwnedResource): boolean {
  return owned.resourceId.toLowerCase().includes('/datacollectionruleassociations/');
}
