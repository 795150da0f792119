import { z } from 'zod';
import { controlScope } from '../control-scope.ts';
import { unreadableBelow } from '../replies/unreadable-row.ts';
import { defineRoute, readsNothing } from '../route.ts';
import { whyText } from '../why-text.ts';

export const freeze = defineRoute({
  name: 'freeze',
  method: 'POST',
  path: 'freeze',
  access: 'write',
  answers:
    'after about six seconds: nothing below the scope is written any more. `machines` and `subscriptions`: how many are known there',
  ...readsNothing,
  body: z.strictObject({ scope: controlScope.default('*').describe('`*`, or an ARM id'), why: whyText }),
  replies: [
    {
      status: 200,
      body: z.strictObject({
        scope: z.string(),
        why: z.string(),
        by: z.string(),
        frozen: z.literal(true),
        machines: z.number(),
        subscriptions: z.number(),
        unreadable: unreadableBelow,
      }),
    },
  ],
  problems: [],
});
