import type { Touched } from '../write/touched.ts';
import { endLastWrite } from './last-write.ts';
import { recentRefusals } from './refusals.ts';
import type { OwnedResource, StepRecord, StepRow } from './step-record.ts';

/** Where a service is satisfied, its steps forget their tries; the fuse keeps their writes, the day its refusals. */
export function satisfySteps<Row extends StepRow>(
  row: Row,
  isSatisfied: (service: string) => boolean,
  nowMs: number,
): Row {
  const steps = Object.entries(row.steps).map(([id, step]): [string, StepRecord] => {
    return [id, isSatisfied(step.service) ? satisfyStep(step, nowMs) : step];
  });
  const owned = row.owned.filter((one) => !isUnanswered(one, row, isSatisfied));
  return { ...row, steps: Object.fromEntries(steps), owned };
}

/** What was accepted and is now seen had its effect, whether or not its operation was read to the end. */
function satisfyStep(step: StepRecord, nowMs: number): StepRecord {
  const writes = step.writes.at(-1)?.ended === 'accepted' ? endLastWrite(step.writes, 'succeeded') : step.writes;
  return {
    ...step,
    attempts: 0,
    waits: 0,
    waitingSince: undefined,
    nextAttemptAt: undefined,
    operationUrl: undefined,
    failure: undefined,
    refusals: recentRefusals(step.refusals, nowMs),
    touches: inShort(step.touches),
    writes,
  };
}

/** A row with many rules has no room for the id of each, which is asked for only while a write is under way. */
function inShort(touches: Touched): Touched {
  return touches.part === 'association' ? { ...touches, ruleId: '' } : touches;
}

/** Seen in place, but our write was never answered: somebody else may have made it, so it is not ours. */
function isUnanswered(one: OwnedResource, row: StepRow, isSatisfied: (service: string) => boolean): boolean {
  const step = row.steps[one.stepId];
  if (one.state === 'confirmed' || step === undefined) return false;
  return isSatisfied(step.service) && step.writes.at(-1)?.ended === 'sent';
}
