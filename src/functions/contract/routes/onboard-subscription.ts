import { z } from 'zod';
import { targetKeySchema } from '../../../domain/ids.ts';
import { oneSubscription, oneSubscriptionProblems } from '../one-subscription.ts';
import { defineRoute, readsNothing } from '../route.ts';
import { whyText } from '../why-text.ts';

export const onboardSubscription = defineRoute({
  name: 'onboardSubscriptionByHand',
  method: 'POST',
  path: 'subscriptions/{idOrName}/onboard',
  access: 'write',
  answers:
    '202 with `Location` and `Retry-After`. The subscription is adopted in the tenant that it is in now, what fleet.json wants of it now is bound, its tries start over, it is looked at. Arming, mode and freezes still decide whether anything is written: `armed` and `frozen` are of now. Adopts none of its machines',
  ...readsNothing,
  params: oneSubscription,
  body: z.strictObject({ why: whyText.default('asked for by an operator') }),
  replies: [
    {
      status: 202,
      headers: ['location', 'retry-after'],
      body: z.strictObject({
        key: targetKeySchema,
        subscription: z.string(),
        name: z.string(),
        resourceId: z.string(),
        armed: z.boolean(),
        frozen: z.boolean(),
      }),
    },
  ],
  problems: [...oneSubscriptionProblems, 'OutOfScope', 'NotPlacedYet', 'Excluded'],
});
