import type { DecodedFailure } from '../failures/decode-failure.ts';
import type { LookId } from '../ids.ts';
import { touchedBy } from '../write/touched.ts';
import type { StepRecord, StepRow } from './step-record.ts';
import type { WantedStep } from './wanted-step.ts';

/** Asking again costs a cached reading and no write. */
const askAgainMs = 60 * 60_000;

/** The row after a step was not sent because a right is missing: no try is counted, and Azure has refused nothing. */
export function denyStep<Row extends StepRow>(
  row: Row,
  step: WantedStep,
  lookId: LookId,
  failure: DecodedFailure,
  nowMs: number,
): Row {
  const at = new Date(nowMs).toISOString();
  const { code, detail } = failure;
  const before = row.steps[step.id] ?? untried(step, at);
  const denied: StepRecord = {
    ...before,
    lastAt: at,
    lookId,
    nextAttemptAt: new Date(nowMs + askAgainMs).toISOString(),
    failure: { code, detail, treatment: 'fail' },
  };
  return { ...row, steps: { ...row.steps, [step.id]: denied } };
}

function untried({ service, write }: WantedStep, at: string): Omit<StepRecord, 'lookId' | 'lastAt'> {
  return {
    service,
    touches: touchedBy(write),
    attempts: 0,
    waits: 0,
    waitingSince: undefined,
    nextAttemptAt: undefined,
    refusals: [],
    firstAt: at,
    writes: [],
    operationUrl: undefined,
    correlationId: undefined,
    failure: undefined,
  };
}
