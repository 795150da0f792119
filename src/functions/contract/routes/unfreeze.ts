import { z } from 'zod';
import { controlScope } from '../control-scope.ts';
import { defineRoute, readsNothing } from '../route.ts';

export const unfreeze = defineRoute({
  name: 'unfreeze',
  method: 'DELETE',
  path: 'freeze',
  access: 'write',
  answers: 'ends exactly that freeze; what waited for that is looked at again',
  ...readsNothing,
  query: z.strictObject({ scope: controlScope.default('*').describe('as it was frozen') }),
  replies: [
    {
      status: 200,
      body: z.strictObject({ scope: z.string(), frozen: z.literal(false), looksRequested: z.number() }),
    },
  ],
  problems: ['NotFrozen'],
});
