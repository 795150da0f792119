import { z } from 'zod';
import { oneMachine, oneMachineProblems } from '../one-machine.ts';
import { machineDetail, timelineEntry } from '../replies/machine-detail.ts';
import { defineRoute, readsNothing } from '../route.ts';

export const getMachine = defineRoute({
  name: 'getMachine',
  method: 'GET',
  path: 'machines/{keyOrName}',
  access: 'read',
  answers: 'one row with findings, facts, steps, what we own, and the last 100 timeline entries',
  ...readsNothing,
  params: oneMachine,
  replies: [{ status: 200, body: machineDetail.extend({ timeline: z.array(timelineEntry).readonly() }) }],
  problems: oneMachineProblems,
});
