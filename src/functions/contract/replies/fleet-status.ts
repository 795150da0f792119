import { z } from 'zod';
import { counts } from './counts.ts';

const text = z.string();
const count = z.number().int().nonnegative();

const cause = z.strictObject({ status: text, code: text, machines: count, hint: text.optional() });

const refusedWrites = z.strictObject({
  code: text,
  /** Azure's, without what names one resource. */
  text,
  machines: count,
  writes: count,
  newestAt: text,
});

const control = z.strictObject({
  scope: text,
  by: text,
  at: text,
  why: text,
  planHash: text.optional(),
});

/** Where the fleet stands. Times are ISO-8601 UTC of app time. */
export const fleetStatus = z.strictObject({
  asOf: text,
  now: text,
  machines: count,
  unreadable: count,
  byStatus: counts,
  byCoarseStatus: counts,
  byService: z.record(text, counts),
  topCauses: z.array(cause).readonly(),
  refusedWrites: z.array(refusedWrites).readonly(),
  work: z.strictObject({ owed: count, leased: count, dueWithin30Minutes: count, nextDueAt: text.optional() }),
  armed: z.array(control).readonly(),
  freezes: z.array(control).readonly(),
  throttles: z.array(z.strictObject({ subscription: text, operationClass: text, closedUntil: text })).readonly(),
  intake: z.strictObject({ since: text, received: count, looks: count, failed: count, ignored: counts }),
});
