import { z } from 'zod';

const count = z.number().int().nonnegative();

/** How many are in which group of the adoption report. */
export const adoptionGroups = z.strictObject({
  alreadyRight: count,
  wouldChange: count,
  observeOnly: count,
  awaitingAdoption: count,
  conflicts: count,
  failed: count,
  unsupported: count,
  excluded: count,
  undecided: count,
  gone: count,
});

/** What arming would find, in numbers. */
export const adoptionTotals = adoptionGroups
  .extend({
    machines: count,
    subscriptions: adoptionGroups
      .extend({ subscriptions: count })
      .describe('the same of subscriptions; their groups add up to `subscriptions` in it'),
  })
  .describe('each machine is in one group; the groups add up to `machines`');
