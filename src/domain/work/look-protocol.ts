import { z } from 'zod';
import { lookIdSchema, type StepId, stepIdSchema } from '../ids.ts';

/** The longest wait inside an instance; everything longer parks. */
export const longestLoopSeconds = 120;

/** How a look ends. */
export type LookEnd =
  /** The steps are run in this order; none for a wait alone. Then comes the next look. */
  | { readonly kind: 'act'; readonly steps: readonly StepId[]; readonly waitSeconds: number }
  | { readonly kind: 'parked'; readonly dueAt: string }
  | { readonly kind: 'settled' }
  /** The target never was; its rows go. */
  | { readonly kind: 'removed' };

/** What the activity that looks answers. */
export const lookAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('act'),
    lookId: lookIdSchema,
    steps: z.array(stepIdSchema).readonly(),
    waitSeconds: z.number().positive().max(longestLoopSeconds),
  }),
  /** The instance ends: `none` when nothing was owed. */
  z.object({ kind: z.literal('done'), status: z.string() }),
]);
export type LookAnswer = Readonly<z.output<typeof lookAnswerSchema>>;

/** What the activity of a step answers: for the instance's history, where people read it. */
export interface StepReport {
  readonly step: StepId;
  readonly outcome: 'written' | 'skipped' | 'refused' | 'failed';
  readonly why?: string;
}
