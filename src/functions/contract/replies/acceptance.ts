import { z } from 'zod';

/** What a person has accepted of a machine. Times are ISO-8601 UTC. */
export const acceptance = z.strictObject({
  code: z.string(),
  detail: z.string().describe('what was found, as it was accepted'),
  hash: z.string().describe('names what was found, whatever its wording'),
  by: z.string(),
  at: z.string(),
  why: z.string(),
  until: z.string().nullable().describe('when it ends by itself; null: with another finding or machine alone'),
});
