import { isUnread } from '../step/read-again.ts';
import type { StepRow } from '../step/step-record.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import type { Guard, RefusalReason } from './guard.ts';
import { findRefusal } from './write-permit.ts';

/** A wanted step of a target of any kind, and whether it may be sent now: permitted, on its ladder, or refused. */
export interface JudgedStep {
  readonly step: WantedStep;
  readonly verdict: 'permitted' | 'waiting' | RefusalReason;
  /** Of one that waits: the code of the hold or the reason of the wait that keeps it back, if it is not its next try. */
  readonly keptBackBy?: string;
}

/** One that something keeps back is refused, or waits for the end of that. */
export function judgeKeptBack(step: WantedStep, by: string, refusal: RefusalReason | undefined): JudgedStep {
  return refusal === undefined ? { step, verdict: 'waiting', keptBackBy: by } : { step, verdict: refusal };
}

/** Judges for a look or a plan; only the step's own activity asks for the permit. */
export function judgeWanted(step: WantedStep, row: StepRow, guard: Guard): JudgedStep {
  const { steps } = row;
  const refusal = findRefusal({ guard, steps, step });
  if (refusal !== undefined) return { step, verdict: refusal };
  if (isUnread(row, guard.nowMs)) return { step, verdict: 'waiting' };
  const nextAttemptAt = steps[step.id]?.nextAttemptAt;
  const isWaiting = nextAttemptAt !== undefined && Date.parse(nextAttemptAt) > guard.nowMs;
  return { step, verdict: isWaiting ? 'waiting' : 'permitted' };
}
