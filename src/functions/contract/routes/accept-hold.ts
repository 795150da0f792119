import { z } from 'zod';
import { targetKeySchema } from '../../../domain/ids.ts';
import { failureCode } from '../failure-code.ts';
import { oneMachine, oneMachineProblems } from '../one-machine.ts';
import { acceptance } from '../replies/acceptance.ts';
import { defineRoute, readsNothing } from '../route.ts';
import { whyText } from '../why-text.ts';

export const acceptHold = defineRoute({
  name: 'acceptHold',
  method: 'POST',
  path: 'machines/{keyOrName}/accept',
  access: 'write',
  answers:
    '202 with `Location` and `Retry-After`: a person lives with what holds this machine, and it is looked at again. Holds for this very machine and finding; ends by itself when either changes, or at `until`. Adopts and arms nothing. Again for what is accepted: another `why` and `until`',
  ...readsNothing,
  params: oneMachine,
  body: z.strictObject({
    code: failureCode,
    why: whyText,
    until: z.iso.datetime({ offset: true }).optional().describe('in the future, within 366 days'),
    hash: z
      .string()
      .max(128)
      .optional()
      .describe('of the finding, as it was read: refused when something else is found now'),
  }),
  replies: [
    {
      status: 202,
      headers: ['location', 'retry-after'],
      body: z.strictObject({
        key: targetKeySchema,
        name: z.string(),
        resourceId: z.string(),
        acceptance,
        armed: z.boolean(),
        frozen: z.boolean(),
      }),
    },
  ],
  problems: [...oneMachineProblems, 'NotHeld', 'FindingChanged', 'NotAcceptable'],
});
