import { z } from 'zod';

const changesDefaultToken = z.boolean().describe('whether code on the machine would get another token by default');

/** Writes that are wanted and not permitted, by step. */
export const wouldWrite = z
  .array(z.strictObject({ step: z.string(), why: z.string(), changesDefaultToken }))
  .readonly()
  .describe('what is wanted and not permitted');
