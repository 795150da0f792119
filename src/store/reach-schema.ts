import { z } from 'zod';
import { stepIdSchema } from '../domain/ids.ts';
import { reachGroups } from '../domain/subscription/reach-summary.ts';
import { storedTime } from './loose-schema.ts';

const text = z.string();
const count = z.object({ machines: z.number(), off: z.number(), withEndpoint: z.number() });
const group = z.enum(reachGroups);
const perSystem = <Schema extends z.ZodType>(value: Schema) =>
  z.object({ windows: value, linux: value, unknown: value });

/** Whom Defender would reach, in short. */
export const reachSummary = z.object({
  hash: text,
  at: storedTime,
  state: z.enum(['open', 'held', 'approved']),
  counts: z.record(group, count),
  systems: perSystem(z.number()),
  first: z
    .array(z.object({ id: text, name: text, group, why: text, isOff: z.boolean(), hasEndpoint: z.boolean() }))
    .readonly(),
});

/** One that cannot be read lets nobody through. */
export const approvedReach = z.object({
  ...{ hash: text, by: text, why: text, at: storedTime },
  parts: perSystem(text),
  steps: z.array(stepIdSchema).readonly(),
  tenantId: text.optional(),
});
