import { z } from 'zod';
import { oneMachine, oneMachineProblems } from '../one-machine.ts';
import { azureProblems } from '../problem-codes.ts';
import { machineDetail } from '../replies/machine-detail.ts';
import { defineRoute, readsNothing } from '../route.ts';

/** One write that a look would make now. */
const plannedStep = z.strictObject({
  step: z.string(),
  why: z.string(),
  action: z.string().describe("Azure's name of the operation"),
  resourceId: z.string(),
  linkedActions: z
    .array(z.strictObject({ action: z.string(), resourceId: z.string() }))
    .readonly()
    .describe('rights that ARM asks for beside it, on resources that the body names'),
  creates: z.boolean(),
  changesDefaultToken: z.boolean(),
  verdict: z.string().describe('`permitted`, `waiting` for its next try, or why it is refused now'),
  body: z.unknown().describe('what would be sent; null for a delete'),
});

export const planMachine = defineRoute({
  name: 'planMachine',
  method: 'POST',
  path: 'machines/{keyOrName}/plan',
  access: 'read',
  answers:
    'reads the machine now: each write with its body, why it would wait (`verdict`), and `changesDefaultToken`. Writes nothing',
  ...readsNothing,
  params: oneMachine,
  replies: [{ status: 200, body: machineDetail.extend({ plan: z.array(plannedStep).readonly() }) }],
  problems: [...oneMachineProblems, ...azureProblems],
});
