import { z } from 'zod';
import type { ProblemCode } from './problem-codes.ts';
import { shortText } from './short-text.ts';

/** A machine in the path, by its key or by its name while only one has it. */
export const oneMachine = z.strictObject({
  keyOrName: shortText.describe('1 to 128 characters; a name in any case, while only one machine has it'),
});

/** What finding it can end with. */
export const oneMachineProblems = [
  'MachineNotFound',
  'NameNotUnique',
  'RowUnreadable',
] as const satisfies readonly ProblemCode[];
