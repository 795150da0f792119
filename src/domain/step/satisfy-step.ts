import { endLastWrite } from './last-write.ts';
import type { OwnedResource, StepRecord, StepRow } from './step-record.ts';

/** Where a service is satisfied, its steps forget their tries; the fuse keeps their writes, the day its refusals. */
export function satisfySteps<Row extends StepRow>(row: Row, isSatisfied: (service: string) => boolean): Row {
  const steps = Object.entries(row.steps).map(([id, step]): [string, StepRecord] => {
    return [id, isSatisfied(step.service) ? satisfyStep(step) : step];
  });
  const owned = row.owned.filter((one) => !isUnanswered(one, row, isSatisfied));
  return { ...row, steps: Object.fromEntries(steps), owned };
}

/** What was accepted and is now seen had its effect, whether or not its operation was read to the end. */
function satisfyStep(step: StepRecord): StepRecord {
  const writes = step.writes.at(-1)?.ended === 'accepted' ? endLastWrite(step.writes, 'succeeded') : step.writes;
  return {
    ...step,
    attempts: 0,
    waits: 0,
    waitingSince: undefined,
    nextAttemptAt: undefined,
    operationUrl: undefined,
    failure: undefined,
    writes,
  };
}

/** Seen in place, but our write was never answered: somebody else may have made it, so it is not ours. */
function isUnanswered(one: OwnedResource, row: StepRow, isSatisfied: (service: string) => boolean): boolean {
  const step = row.steps[one.stepId];
  if (one.state === 'confirmed' || step === undefined) return false;
  return isSatisfied(step.service) && step.writes.at(-1)?.ended === 'sent';
}
