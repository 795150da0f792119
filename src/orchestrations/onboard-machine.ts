import type { OrchestrationContext, Task } from 'durable-functions';
import { activityOf } from '../domain/step/step-id.ts';
import {
  lookAnswerSchema,
  onboardInputSchema,
  type StepReport,
  stepReportSchema,
} from '../domain/work/onboard-protocol.ts';

/** Looks per generation; then the history starts anew. */
const looksPerGeneration = 20;

/** Timers of the platform can fire up to a second early (durable extension on Azure Storage, observed). */
const timerSlackSeconds = 1;

/**
 * Looks at one machine, applies the steps of each look in order, waits at most two minutes, and looks again until
 * the look says that the machine is settled or parked. No policy here: `assessMachine` decides everything.
 */
export function* onboardMachine(context: OrchestrationContext): Generator<Task, unknown, unknown> {
  const { machineId, results: carried } = onboardInputSchema.parse(context.df.getInput());
  let results: readonly StepReport[] = carried;
  for (let look = 0; look < looksPerGeneration; look++) {
    const answer = lookAnswerSchema.parse(yield context.df.callActivity('assessMachine', { machineId, results }));
    if (answer.kind === 'done') return answer;
    const reports: StepReport[] = [];
    for (const step of answer.steps) {
      const input = { machineId, lookId: answer.lookId, step };
      reports.push(stepReportSchema.parse(yield context.df.callActivity(activityOf(step), input)));
    }
    results = reports;
    const waitMs = (answer.waitSeconds + timerSlackSeconds) * 1_000;
    yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + waitMs));
  }
  context.df.continueAsNew({ machineId, results });
  return undefined;
}
