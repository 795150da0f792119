import { z } from 'zod';
import { targetKeySchema } from '../../../domain/ids.ts';
import { defineRoute, readsNothing } from '../route.ts';
import { whyText } from '../why-text.ts';

export const onboardMachine = defineRoute({
  name: 'onboardMachineByHand',
  method: 'POST',
  path: 'machines/onboard',
  access: 'write',
  answers:
    '202 with `Location` and `Retry-After`: where and when to look how far it is; and whether its scope is `armed` or `frozen` now. The machine is adopted, its tries start over, it is looked at. Arming, mode and freezes still decide whether anything is written',
  ...readsNothing,
  body: z.strictObject({
    resourceId: z.string().min(1).max(2_048).describe('ARM id of a virtual machine or an Arc machine'),
    why: whyText.default('asked for by an operator'),
  }),
  replies: [
    {
      status: 202,
      headers: ['location', 'retry-after'],
      body: z.strictObject({
        key: targetKeySchema,
        name: z.string(),
        resourceId: z.string(),
        armed: z.boolean(),
        frozen: z.boolean(),
      }),
    },
  ],
  problems: ['NotAMachine', 'OutOfScope', 'NotPlacedYet', 'Excluded', 'RowUnreadable'],
});
