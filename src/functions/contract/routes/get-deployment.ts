import { z } from 'zod';
import { deploymentStates } from '../../../domain/reach/deployment.ts';
import { oneSubscription, oneSubscriptionProblems } from '../one-subscription.ts';
import { pageQuery } from '../page-query.ts';
import { azureProblems } from '../problem-codes.ts';
import { defineRoute, readsNothing } from '../route.ts';

const text = z.string();
const count = z.number().int().nonnegative();
const state = z
  .enum(deploymentStates)
  .describe('of the extension, as Azure shows it; absent: the machine has none. Not whether it protects the machine');
const bySystem = z.strictObject({ windows: count, linux: count, unknown: count });

export const getDeployment = defineRoute({
  name: 'getDeployment',
  method: 'GET',
  path: 'subscriptions/{idOrName}/endpoint-deployment',
  access: 'read',
  answers:
    'reads now, from a complete answer of Azure Resource Graph, how far Defender for Endpoint has come on every machine of the subscription, whoever installs it: each machine with state and reason, in key order, by page',
  ...readsNothing,
  params: oneSubscription,
  query: z.strictObject({ state: state.optional(), ...pageQuery }),
  replies: [
    {
      status: 200,
      body: z.strictObject({
        at: text.describe('when Azure Resource Graph gave the whole list'),
        total: count,
        counts: z
          .strictObject({
            installed: bySystem,
            failed: bySystem,
            inProgress: bySystem,
            unknown: bySystem,
            absent: bySystem,
          })
          .describe('of the whole list, whatever is filtered'),
        machines: z
          .array(
            z.strictObject({
              ...{ id: text, name: text, os: text.nullable(), state },
              reason: text.nullable().describe('why it is in this state, as far as anybody tells'),
            }),
          )
          .readonly(),
        next: text.nullable().describe('the link to the next page, without the key; null on the last'),
      }),
    },
  ],
  problems: [...oneSubscriptionProblems, 'DeploymentNotKnown', ...azureProblems],
});
