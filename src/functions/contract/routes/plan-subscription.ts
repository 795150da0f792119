import { z } from 'zod';
import { oneSubscription, oneSubscriptionProblems } from '../one-subscription.ts';
import { azureProblems } from '../problem-codes.ts';
import { plannedStep } from '../replies/planned-step.ts';
import { subscriptionDetail } from '../replies/subscription-detail.ts';
import { defineRoute, readsNothing } from '../route.ts';

export const planSubscription = defineRoute({
  name: 'planSubscription',
  method: 'POST',
  path: 'subscriptions/{idOrName}/plan',
  access: 'read',
  answers:
    'reads the subscription now: each write with its body, and why it would wait (`verdict`), also those that something else keeps back. Writes nothing',
  ...readsNothing,
  params: oneSubscription,
  replies: [{ status: 200, body: subscriptionDetail.extend({ plan: z.array(plannedStep).readonly() }) }],
  problems: [...oneSubscriptionProblems, ...azureProblems],
});
