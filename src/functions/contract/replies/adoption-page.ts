import { z } from 'zod';
import { adoptionGroups, adoptionTotals } from './adoption-totals.ts';
import { counts } from './counts.ts';
import { machineRow } from './machine-row.ts';
import { subscriptionRow } from './subscription-row.ts';
import { unreadableBelow } from './unreadable-row.ts';
import { wouldWrite } from './would-write.ts';

const count = z.number().int().nonnegative();
const ofReport = { group: adoptionGroups.keyof(), wouldWrite };

/** What arming would change, with one page of its machines. */
export const adoptionPage = z.strictObject({
  scopes: z.array(z.string()).readonly(),
  asOf: z.string(),
  totals: adoptionTotals,
  unreadable: unreadableBelow,
  writes: counts.describe('that arming would cause, by activity, to machines and subscriptions'),
  changesDefaultToken: count.describe('machines on which code would get another token by default'),
  accepted: count.describe('machines of which a person has accepted something; each is in one of the groups too'),
  planHash: z.string().describe('of everything that would be written; for `POST /arm`'),
  machines: z.array(machineRow.extend(ofReport)).readonly(),
  subscriptions: z
    .array(subscriptionRow.extend(ofReport))
    .readonly()
    .describe('all that lie below the scopes as a whole, in key order, on the first page; none on the others'),
  next: z.string().nullable().describe('the link to the next page, without the key; null on the last'),
});
