import { z } from 'zod';

/** Writes that are wanted and not permitted, by step. */
export const wouldWrite = z
  .array(z.strictObject({ step: z.string(), why: z.string(), changesDefaultToken: z.boolean() }))
  .readonly();
