import { z } from 'zod';
import { counts } from './counts.ts';
import { machineRow } from './machine-row.ts';
import { wouldWrite } from './would-write.ts';

const count = z.number().int().nonnegative();

/** Every machine is counted in exactly one group; the groups add up to `machines`. */
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
  totals: groups.extend({ machines: count }),
  /** Writes that arming would cause, by activity. */
  writes: counts,
  /** Machines on which code would get another token by default. */
  changesDefaultToken: count,
  planHash: z.string(),
  machines: z.array(machineRow.extend({ group: groups.keyof(), wouldWrite })).readonly(),
  next: z.string().nullable(),
});
