import { z } from 'zod';
import { type LookId, lookIdSchema, type StepId, stepIdSchema, type TargetKey } from '../ids.ts';
import { inputOf, keyOfInput, type TargetNames } from './target-names.ts';

/** A step of a look at one target, as its activity is called. It is a name; the body is decided by what is true at the write. */
export interface StepCall {
  readonly key: TargetKey;
  readonly lookId: LookId;
  readonly step: StepId;
}

/** The input of the activity; histories keep it. */
export function inputOfStep(names: TargetNames, { key, lookId, step }: StepCall): Readonly<Record<string, string>> {
  return { ...inputOf(names, key), lookId, step };
}

const stepSchema = z.object({ lookId: lookIdSchema, step: stepIdSchema });

/** Reads it again. Throws where the target, the look or the step is missing. */
export function stepOfInput(names: TargetNames, input: unknown): StepCall {
  return { key: keyOfInput(names, input), ...stepSchema.parse(input) };
}
