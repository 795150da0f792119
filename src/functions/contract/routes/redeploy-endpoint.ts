import { z } from 'zod';
import { targetKeySchema } from '../../../domain/ids.ts';
import { oneMachine, oneMachineProblems } from '../one-machine.ts';
import { removalOrder } from '../replies/removal-order.ts';
import { defineRoute, readsNothing } from '../route.ts';
import { whyText } from '../why-text.ts';

export const redeployEndpoint = defineRoute({
  name: 'redeployEndpoint',
  method: 'POST',
  path: 'machines/{keyOrName}/redeploy-endpoint',
  access: 'write',
  answers:
    '202 with `Location` and `Retry-After`: the extension of Defender for Endpoint, which is there and held up, as after a move to another subscription, is deleted once within an hour, whoever made it, so that it is installed anew. Only where the profile enforces and is armed, and Defender or the app would bring it back. Adopts and arms nothing; onboarding the machine takes it back',
  ...readsNothing,
  params: oneMachine,
  body: z.strictObject({ why: whyText }),
  replies: [
    {
      status: 202,
      headers: ['location', 'retry-after'],
      body: z.strictObject({
        key: targetKeySchema,
        name: z.string(),
        resourceId: z.string(),
        redeploy: removalOrder,
        armed: z.boolean(),
        frozen: z.boolean(),
      }),
    },
  ],
  problems: [...oneMachineProblems, 'NothingToRedeploy', 'AlreadyRedeployed'],
});
