import { z } from 'zod';
import { lookIdSchema, stepIdSchema, targetKeySchema } from '../ids.ts';

/** What a step reports back to the next look. Small: it travels through the orchestration's history. */
export const stepReportSchema = z.object({
  step: stepIdSchema,
  outcome: z.enum(['written', 'skipped', 'refused', 'failed']),
  why: z.string().optional(),
});
export type StepReport = z.infer<typeof stepReportSchema>;

/** The input of an onboarding instance; racing starts keep an arbitrary one, so it names the machine and nothing else. */
export const onboardInputSchema = z.object({
  machineId: targetKeySchema,
  results: z.array(stepReportSchema).default([]),
});

/** What `assessMachine` answers. */
export const lookAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('act'),
    lookId: lookIdSchema,
    steps: z.array(stepIdSchema),
    waitSeconds: z.number().positive().max(120),
  }),
  z.object({ kind: z.literal('done'), status: z.string() }),
]);
