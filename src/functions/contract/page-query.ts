import { z } from 'zod';
import { targetKeySchema } from '../../domain/ids.ts';

const mostRows = 1_000;
/** `1e2` and `0x10` are numbers to JavaScript, and somebody's mistake here. */
const digits = z.string().regex(/^\d+$/);

/** What every list by page takes. */
export const pageQuery = {
  limit: z
    .union([z.number(), digits], 'must be a whole number, in digits')
    .pipe(z.coerce.number<number | string>().int().min(1).max(mostRows))
    .default(100)
    .describe(`how many on a page, in digits; 1 to ${mostRows}`),
  after: targetKeySchema.optional().describe('the page behind this key; `next` of a reply is the whole link'),
};
