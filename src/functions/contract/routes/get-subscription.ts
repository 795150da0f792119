import { z } from 'zod';
import { oneSubscription, oneSubscriptionProblems } from '../one-subscription.ts';
import { timelineEntry } from '../replies/machine-detail.ts';
import { subscriptionDetail } from '../replies/subscription-detail.ts';
import { defineRoute, readsNothing } from '../route.ts';

export const getSubscription = defineRoute({
  name: 'getSubscription',
  method: 'GET',
  path: 'subscriptions/{idOrName}',
  access: 'read',
  answers: 'one row with findings, facts, steps, what we own, and the last 100 timeline entries',
  ...readsNothing,
  params: oneSubscription,
  replies: [{ status: 200, body: subscriptionDetail.extend({ timeline: z.array(timelineEntry).readonly() }) }],
  problems: oneSubscriptionProblems,
});
