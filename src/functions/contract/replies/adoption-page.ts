import { z } from 'zod';
import { counts } from './counts.ts';
import { machineRow } from './machine-row.ts';
import { unreadableBelow } from './unreadable-row.ts';
import { wouldWrite } from './would-write.ts';

const count = z.number().int().nonnegative();

const groups = z.strictObject({
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

/** What arming would change, with one page of its machines. */
export const adoptionPage = z.strictObject({
  scopes: z.array(z.string()).readonly(),
  asOf: z.string(),
  totals: groups.extend({ machines: count }).describe('each machine is in one group; the groups add up to `machines`'),
  unreadable: unreadableBelow,
  writes: counts.describe('that arming would cause, by activity'),
  changesDefaultToken: count.describe('machines on which code would get another token by default'),
  accepted: count.describe('machines of which a person has accepted something; each is in one of the groups too'),
  planHash: z.string().describe('of everything that would be written; for `POST /arm`'),
  machines: z.array(machineRow.extend({ group: groups.keyof(), wouldWrite })).readonly(),
  next: z.string().nullable().describe('the link to the next page, without the key; null on the last'),
});
