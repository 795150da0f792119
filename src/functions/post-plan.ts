import { app } from '@azure/functions';
import { decodeFailure } from '../domain/failures/decode-failure.ts';
import { findRecord } from '../operator/find-record.ts';
import { planMachine } from '../operator/plan-machine.ts';
import type { AppContext } from './app-context.ts';
import { problem } from './http/problem.ts';
import { toMachineDetail } from './machine-view.ts';

/** What a look would do to one machine now, with every body; nothing is written anywhere. */
export function registerPostPlan({ ports }: AppContext): void {
  app.http('planMachine', {
    methods: ['POST'],
    authLevel: 'function',
    route: 'machines/{keyOrName}/plan',
    handler: async (request) => {
      const found = await findRecord(ports, request.params.keyOrName ?? '');
      if (found.kind !== 'found') return problem(404, 'MachineNotFound', 'No single machine has this key or name.');
      const plan = await planMachine(ports, found.record);
      switch (plan.kind) {
        case 'gone':
          return problem(404, 'MachineGone', 'Azure has no such machine any more.');
        case 'failed': {
          const failure = decodeFailure(plan.failure);
          return problem(502, failure.code, `The machine could not be read: ${failure.detail}`);
        }
        case 'planned':
          return { jsonBody: { ...toMachineDetail(plan.record), plan: plan.steps } };
      }
    },
  });
}
