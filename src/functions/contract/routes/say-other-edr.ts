import { z } from 'zod';
import { targetKeySchema } from '../../../domain/ids.ts';
import { oneMachine, oneMachineProblems } from '../one-machine.ts';
import { edrWordView } from '../replies/edr-view.ts';
import { defineRoute, readsNothing } from '../route.ts';
import { shortText } from '../short-text.ts';
import { whyText } from '../why-text.ts';

export const sayOtherEdr = defineRoute({
  name: 'sayOtherEdr',
  method: 'POST',
  path: 'machines/{keyOrName}/other-edr',
  access: 'write',
  answers:
    '202 with `Location` and `Retry-After`: a person says whether another product protects this very machine (`other`, `none`) or takes that back (`nothing`), and it is looked at again. Counts before what Defender for Cloud assesses, and after what an extension or the tag of its profile shows. Ends when the machine is made anew under its name',
  ...readsNothing,
  params: oneMachine,
  body: z
    .strictObject({
      says: z.enum(['other', 'none', 'nothing']),
      product: shortText.optional().describe('which one, with `other`'),
      why: whyText,
    })
    .refine(({ says, product }) => product === undefined || says === 'other', {
      path: ['product'],
      error: 'is only for `says: other`',
    }),
  replies: [
    {
      status: 202,
      headers: ['location', 'retry-after'],
      body: z.strictObject({
        key: targetKeySchema,
        name: z.string(),
        resourceId: z.string(),
        word: edrWordView.nullable(),
        armed: z.boolean(),
        frozen: z.boolean(),
      }),
    },
  ],
  problems: [...oneMachineProblems, 'MachineNotRead'],
});
