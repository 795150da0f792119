import { z } from 'zod';
import { pageQuery } from '../page-query.ts';
import { workspaceRow } from '../replies/workspace-row.ts';
import { defineRoute, readsNothing } from '../route.ts';

const text = z.string();
const count = z.number().int().nonnegative();

export const getWorkspaces = defineRoute({
  name: 'getWorkspaces',
  method: 'GET',
  path: 'workspaces',
  access: 'read',
  answers:
    'per Log Analytics workspace of all known subscriptions the machines with the old agent, the new one and both, what follows from that, its solutions, and whether it is eligible for the free 500 MB a day; in key order, by page. From Azure Resource Graph and the rows, read at most once a minute',
  ...readsNothing,
  query: z.strictObject(pageQuery),
  replies: [
    {
      status: 200,
      body: z.strictObject({
        at: text.describe('when it was read'),
        total: count,
        notRead: z
          .array(z.strictObject({ subscription: text, why: text.describe('with the right that the app needs') }))
          .readonly()
          .describe('subscriptions of which nothing is counted'),
        unattributed: z
          .strictObject({
            oldWithoutWorkspace: count.describe('machines whose Log Analytics agent names no workspace'),
            newWithoutRule: count.describe('machines whose Azure Monitor agent has no rule that sends to a workspace'),
            newWithHiddenRule: count.describe(
              'machines of which a rule is not shown to the app: where it sends is unknown',
            ),
          })
          .describe('machines that are on account of no workspace'),
        workspaces: z.array(workspaceRow).readonly(),
        next: text.nullable().describe('the link to the next page, without the key; null on the last'),
      }),
    },
  ],
  problems: ['WorkspacesNotKnown'],
});
