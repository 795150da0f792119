import { z } from 'zod';
import { targetKeySchema } from '../../../domain/ids.ts';
import { oneMachine, oneMachineProblems } from '../one-machine.ts';
import { defineRoute, readsNothing } from '../route.ts';
import { shortText } from '../short-text.ts';

export const withdrawAcceptance = defineRoute({
  name: 'withdrawAcceptance',
  method: 'DELETE',
  path: 'machines/{keyOrName}/accept',
  access: 'write',
  answers: 'ends that acceptance, and the machine is looked at again. What was written on its word stays',
  ...readsNothing,
  params: oneMachine,
  query: z.strictObject({
    reason: shortText.describe('the code that was accepted; the parameter `code` is the function key'),
  }),
  replies: [
    {
      status: 200,
      body: z.strictObject({ key: targetKeySchema, code: z.string(), accepted: z.literal(false) }),
    },
  ],
  problems: [...oneMachineProblems, 'NotAccepted'],
});
