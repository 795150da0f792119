import { z } from 'zod';
import { reachGroups } from '../../../domain/subscription/reach-summary.ts';

const text = z.string();
const count = z.number().int().nonnegative();
const ofGroup = z.strictObject({
  machines: count,
  off: count.describe('of these: off or disconnected now, so reached when they are back'),
  withEndpoint: count.describe("of these: with Defender's agent already, its extension in state Succeeded or Updating"),
});

export const reachGroup = z.enum(reachGroups);

/** One machine that Defender would reach. */
export const reachedMachine = z.strictObject({
  id: text,
  name: text,
  group: reachGroup,
  why: text.describe('why it is in its group'),
  isOff: z.boolean(),
  hasEndpoint: z.boolean().describe("with Defender's agent already: one whose extension failed has none"),
});

const state = z
  .enum(['open', 'held', 'approved'])
  .describe('open: everybody whom it newly reaches is wanted; approved: a person let exactly this list through');

/** How many machines Defender would begin to install itself on. */
export const reachCount = z.strictObject({ state, total: count });

/** Whom Defender would begin to install itself on, in short. */
export const reachView = z.strictObject({
  reachHash: text.describe('names this list by machines and their groups: what `approve-reach` takes'),
  at: text.describe('when Azure Resource Graph gave the whole list'),
  state,
  total: count,
  counts: z.strictObject({
    wanted: ofGroup,
    excluded: ofGroup,
    observedOnly: ofGroup,
    otherEdr: ofGroup,
    unsupported: ofGroup,
  }),
  systems: z.strictObject({ windows: count, linux: count, unknown: count }),
  first: z.array(reachedMachine).readonly().describe('the first ten that hold it up'),
});

export const approvedReachView = z.strictObject({ reachHash: text, by: text, why: text, at: text });
