import { z } from 'zod';
import { controlScope, mostScopes } from '../control-scope.ts';
import { pageQuery } from '../page-query.ts';
import { adoptionPage } from '../replies/adoption-page.ts';
import { defineRoute, readsNothing } from '../route.ts';

export const getAdoption = defineRoute({
  name: 'getAdoption',
  method: 'GET',
  path: 'adoption',
  access: 'read',
  answers: 'what arming would change: totals that add up, writes by step, machines by page, subscriptions, `planHash`',
  ...readsNothing,
  query: z.strictObject({
    // What `POST /api/arm` takes as a list has one report and one plan hash.
    scope: z
      .string()
      .default('*')
      .describe('`*`, or ARM ids with commas between')
      .transform((text) => text.split(',').map((scope) => scope.trim()))
      .pipe(z.array(controlScope).max(mostScopes)),
    ...pageQuery,
  }),
  replies: [{ status: 200, body: adoptionPage }],
  problems: [],
});
