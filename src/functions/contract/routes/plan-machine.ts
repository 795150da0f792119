import { z } from 'zod';
import { oneMachine, oneMachineProblems } from '../one-machine.ts';
import { azureProblems } from '../problem-codes.ts';
import { machineDetail } from '../replies/machine-detail.ts';
import { plannedStep } from '../replies/planned-step.ts';
import { defineRoute, readsNothing } from '../route.ts';

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
