import { z } from 'zod';
import { machineStatuses } from '../../../domain/machine/status.ts';
import { machineKinds } from '../../../domain/target/machine-kinds.ts';
import { pageQuery } from '../page-query.ts';
import { machineRow } from '../replies/machine-row.ts';
import { unreadableRow } from '../replies/unreadable-row.ts';
import { defineRoute, readsNothing } from '../route.ts';
import { shortText } from '../short-text.ts';
import { wordFilter } from '../word-filter.ts';

export const getMachines = defineRoute({
  name: 'getMachines',
  method: 'GET',
  path: 'machines',
  access: 'read',
  answers: 'rows in key order',
  ...readsNothing,
  query: z.strictObject({
    status: wordFilter(machineStatuses),
    reason: shortText.optional().describe("the row's `code`; the parameter `code` is the function key"),
    kind: wordFilter(machineKinds),
    os: wordFilter(['windows', 'linux', 'unknown']),
    profile: shortText.optional().describe('of fleet.json'),
    subscription: z.guid().toLowerCase().optional().describe('its GUID'),
    name: shortText.optional().describe('whole, in any case'),
    accepted: z.literal('true').optional().describe('those of which a person has accepted something'),
    ...pageQuery,
  }),
  replies: [
    {
      status: 200,
      body: z.strictObject({
        machines: z.array(machineRow).readonly(),
        unreadable: z
          .array(unreadableRow)
          .readonly()
          .exactOptional()
          .describe('rows that fit and cannot be read, when there are such'),
        next: z.string().nullable().describe('the link to the next page, without the key; null on the last'),
      }),
    },
  ],
  problems: [],
});
