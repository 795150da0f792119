import { z } from 'zod';
import { lookIdSchema, type StepId, stepIdSchema } from '../ids.ts';

/** What the activity of a step answers: for the instance's history, where people read it. */
export interface StepReport {
  readonly step: StepId;
  readonly outcome: 'written' | 'skipped' | 'refused' | 'failed';
  readonly why?: string;
}

/** What the activity that looks answers. */
export const lookAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('act'),
    lookId: lookIdSchema,
    steps: z.array(stepIdSchema),
    waitSeconds: z.number().positive().max(120),
  }),
  z.object({ kind: z.literal('done'), status: z.string() }),
]);
