import { z } from 'zod';
import { oneSubscription, oneSubscriptionProblems } from '../one-subscription.ts';
import { pageQuery } from '../page-query.ts';
import { azureProblems } from '../problem-codes.ts';
import { reachedMachine, reachGroup, reachView } from '../replies/reach.ts';
import { defineRoute, readsNothing } from '../route.ts';

export const getReach = defineRoute({
  name: 'getReach',
  method: 'GET',
  path: 'subscriptions/{idOrName}/reach',
  access: 'read',
  answers:
    'reads now, from a complete answer of Azure Resource Graph, whom Defender would begin to install itself on by what is wanted of the subscription: every machine by name, in key order, by page. Empty where nothing that is wanted reaches anybody',
  ...readsNothing,
  params: oneSubscription,
  query: z.strictObject({ group: reachGroup.optional(), ...pageQuery }),
  replies: [
    {
      status: 200,
      body: z.strictObject({
        reach: reachView.describe('of the whole list, whatever is filtered'),
        machines: z.array(reachedMachine).readonly(),
        next: z.string().nullable().describe('the link to the next page, without the key; null on the last'),
      }),
    },
  ],
  problems: [...oneSubscriptionProblems, ...azureProblems],
});
