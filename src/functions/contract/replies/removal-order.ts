import { z } from 'zod';

/** A person's word that an extension is deleted once, so that it is installed anew. Times are ISO-8601 UTC. */
export const removalOrder = z.strictObject({
  extension: z.string().describe('its name; no other is deleted'),
  by: z.string(),
  at: z.string(),
  why: z.string(),
  until: z.string().describe('when it ends, carried out or not'),
});
