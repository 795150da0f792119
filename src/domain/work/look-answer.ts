import { z } from 'zod';
import { type LookId, lookIdSchema, type StepId, stepIdSchema } from '../ids.ts';
import { longestLoopSeconds } from './look-end.ts';

/** What the activity that looks tells its orchestration; plain and small, because histories keep it. */
export type LookAnswer =
  | {
      readonly kind: 'act';
      readonly lookId: LookId;
      /** Run in this order; empty for a wait alone. */
      readonly steps: readonly StepId[];
      /** 1 to 120; then the next look. */
      readonly waitSeconds: number;
    }
  /** The instance ends: `none` when nothing was owed. */
  | { readonly kind: 'done'; readonly status: string };

export const lookAnswerSchema: z.ZodType<LookAnswer> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('act'),
    lookId: lookIdSchema,
    steps: z.array(stepIdSchema),
    waitSeconds: z.number().positive().max(longestLoopSeconds),
  }),
  z.object({ kind: z.literal('done'), status: z.string() }),
]);
