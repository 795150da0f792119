import { z } from 'zod';

/** A stored row that cannot be read, e.g. after a repair by hand; it is among no machines. */
export const unreadableRow = z.strictObject({ key: z.string(), resourceId: z.string(), why: z.string() });

/** How many of them may be meant by what was asked. */
export const unreadableBelow = z
  .number()
  .int()
  .nonnegative()
  .describe(
    'rows below the scopes, or that do not say where they are, that cannot be read; `GET /machines` and `GET /subscriptions` name them',
  );
