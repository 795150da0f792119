import { z } from 'zod';
import type { ProblemCode } from './problem-codes.ts';

/** A machine in the path, by its key or by its name while only one has it. */
export const oneMachine = z.strictObject({ keyOrName: z.string() });

/** What finding it can end with. */
export const oneMachineProblems = ['MachineNotFound', 'NameNotUnique'] as const satisfies readonly ProblemCode[];
