import { z } from 'zod';
import { machineStatuses } from '../../../domain/machine/status.ts';
import { pageQuery } from '../page-query.ts';
import { subscriptionRow } from '../replies/subscription-row.ts';
import { unreadableRow } from '../replies/unreadable-row.ts';
import { defineRoute, readsNothing } from '../route.ts';
import { shortText } from '../short-text.ts';
import { wordFilter } from '../word-filter.ts';

export const getSubscriptions = defineRoute({
  name: 'getSubscriptions',
  method: 'GET',
  path: 'subscriptions',
  access: 'read',
  answers: 'rows in key order',
  ...readsNothing,
  query: z.strictObject({
    status: wordFilter(machineStatuses),
    reason: shortText.optional().describe("the row's `code`; the parameter `code` is the function key"),
    endpointProtection: z.enum(['on', 'partial', 'off']).optional(),
    name: shortText.optional().describe('whole, in any case'),
    ...pageQuery,
  }),
  replies: [
    {
      status: 200,
      body: z.strictObject({
        subscriptions: z.array(subscriptionRow).readonly(),
        unreadable: z
          .array(unreadableRow)
          .readonly()
          .exactOptional()
          .describe('rows that cannot be read, when there are such: on the first page, whatever is asked for'),
        next: z.string().nullable().describe('the link to the next page, without the key; null on the last'),
      }),
    },
  ],
  problems: [],
});
