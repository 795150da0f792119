import { z } from 'zod';
import { targetKeySchema } from '../../../domain/ids.ts';
import { oneSubscription, oneSubscriptionProblems } from '../one-subscription.ts';
import { azureProblems } from '../problem-codes.ts';
import { approvedReachView, reachView } from '../replies/reach.ts';
import { defineRoute, readsNothing } from '../route.ts';
import { shortText } from '../short-text.ts';
import { whyText } from '../why-text.ts';

export const approveReach = defineRoute({
  name: 'approveReach',
  method: 'POST',
  path: 'subscriptions/{idOrName}/approve-reach',
  access: 'write',
  answers:
    '202 with `Location` and `Retry-After`: Defender may install itself on exactly the machines that `reachHash` names, and the subscription is looked at. The list is read anew first, and once more just before each write: with one machine more, less or in another group nothing is written. Adopts and arms nothing. Each write is let through until it was seen in place, and the approval is over with the last',
  ...readsNothing,
  params: oneSubscription,
  body: z.strictObject({ reachHash: shortText.describe('of the list that was read'), why: whyText }),
  replies: [
    {
      status: 202,
      headers: ['location', 'retry-after'],
      body: z.strictObject({
        key: targetKeySchema,
        subscription: z.string(),
        name: z.string(),
        resourceId: z.string(),
        reach: reachView,
        approvedReach: approvedReachView,
        armed: z.boolean(),
        frozen: z.boolean(),
      }),
    },
  ],
  problems: [...oneSubscriptionProblems, 'NoReachHeld', 'ReachChanged', ...azureProblems],
});
