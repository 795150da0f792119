import type { OrchestrationContext, Task } from 'durable-functions';
import { activityOf } from '../domain/step/step-id.ts';
import { lookAnswerSchema } from '../domain/work/look-answer.ts';
import { inputOfStep } from '../domain/work/step-call.ts';
import { inputOf, keyOfInput, type TargetNames } from '../domain/work/target-names.ts';

/** Looks per generation; then the history starts anew. */
const looksPerGeneration = 20;

/** Timers of the platform can fire up to a second early (durable extension on Azure Storage, observed). */
const timerSlackSeconds = 1;

export type LookLoop = (context: OrchestrationContext) => Generator<Task, unknown, unknown>;

/**
 * Makes the orchestration of one kind of target: looks at one of them, applies the steps of each look in order, waits
 * at most two minutes, and looks again until the look says that the target is settled or parked. No policy here: the
 * activity that looks decides everything. What a step reports stays in the history, for people.
 */
export function createLookLoop(names: TargetNames): LookLoop {
  return function* lookLoop(context) {
    const key = keyOfInput(names, context.df.getInput());
    const target = inputOf(names, key);
    for (let look = 0; look < looksPerGeneration; look++) {
      const answer = lookAnswerSchema.parse(yield context.df.callActivity(names.assessActivity, target));
      if (answer.kind === 'done') return answer;
      for (const step of answer.steps) {
        yield context.df.callActivity(activityOf(step), inputOfStep(names, { key, lookId: answer.lookId, step }));
      }
      const waitMs = (answer.waitSeconds + timerSlackSeconds) * 1_000;
      yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + waitMs));
    }
    context.df.continueAsNew(target);
    return undefined;
  };
}
