import { z } from 'zod';
import { targetKeySchema } from '../../domain/ids.ts';

/** What every list by page takes. */
export const pageQuery = {
  limit: z.coerce.number<number | string>().int().min(1).max(1_000).default(100).describe('how many on a page'),
  after: targetKeySchema.optional().describe('the page behind this key; `next` of a reply is the whole link'),
};
