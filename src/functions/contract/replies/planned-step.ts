import { z } from 'zod';

/** One write that a look would make now. */
export const plannedStep = z.strictObject({
  step: z.string(),
  why: z.string(),
  action: z.string().describe("Azure's name of the operation"),
  resourceId: z.string(),
  linkedActions: z
    .array(z.strictObject({ action: z.string(), resourceId: z.string() }))
    .readonly()
    .describe('rights that ARM asks for beside it, on resources that the body names'),
  creates: z.boolean(),
  changesDefaultToken: z.boolean(),
  verdict: z
    .string()
    .describe(
      '`permitted`, `waiting` for its next try, or why it is not sent now: what refuses it, or the code or reason that keeps it back, such as `ReachesProtectedMachines`',
    ),
  missingRights: z
    .array(z.strictObject({ action: z.string(), scope: z.string(), role: z.string().nullable() }))
    .readonly()
    .describe("rights that it needs and the app's roles lack, with the built-in role that has the fewest others"),
  body: z.unknown().describe('what would be sent; null for a delete'),
});
