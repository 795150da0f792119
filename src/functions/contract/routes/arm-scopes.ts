import { z } from 'zod';
import { controlScope, mostScopes } from '../control-scope.ts';
import { unreadableBelow } from '../replies/unreadable-row.ts';
import { defineRoute, readsNothing } from '../route.ts';
import { whyText } from '../why-text.ts';

export const armScopes = defineRoute({
  name: 'armScopes',
  method: 'POST',
  path: 'arm',
  access: 'write',
  answers:
    'lets these scopes be written: `machines` and `subscriptions` known below them, and `looksRequested`. Without a hash only while nothing stored would be written and every row can be read',
  ...readsNothing,
  body: z.strictObject({
    scopes: z.array(controlScope).min(1).max(mostScopes).describe('`*`, or ARM ids'),
    planHash: z.string().max(128).optional().describe('of `GET /adoption`: what was agreed to'),
    why: whyText.default('armed by an operator'),
  }),
  replies: [
    {
      status: 200,
      body: z.strictObject({
        scopes: z.array(z.string()).readonly(),
        kind: z.literal('armed'),
        machines: z.number(),
        subscriptions: z.number().describe('known that lie below these scopes as a whole'),
        unreadable: unreadableBelow,
        looksRequested: z.number(),
        planHash: z.string(),
      }),
    },
  ],
  problems: ['PlanChanged', 'OutOfScope'],
});
