import { decodeFailure } from '../domain/failures/decode-failure.ts';
import { planMachine } from '../operator/plan-machine.ts';
import type { AppContext } from './app-context.ts';
import { addRoute } from './http/add-route.ts';
import { findMachine } from './http/find-machine.ts';
import { problem } from './http/problem.ts';
import { toMachineDetail } from './machine-view.ts';

/** What a look would do to one machine now, with every body; nothing is written anywhere. */
export function registerPostPlan({ ports }: AppContext): void {
  addRoute('planMachine', {
    methods: ['POST'],
    authLevel: 'function',
    route: 'machines/{keyOrName}/plan',
    handler: async (request) => {
      const found = await findMachine(ports, request);
      if (!found.ok) return found.response;
      const plan = await planMachine(ports, found.value);
      switch (plan.kind) {
        case 'gone':
          return problem(404, 'MachineGone', 'Azure has no such machine any more.');
        case 'throttled':
          return problem(503, 'Throttled', 'Azure asked to leave this machine alone for a while: ask again later.', {
            retryAfterSeconds: plan.retryAfterSeconds,
          });
        case 'failed': {
          const { code, detail, retryAfterSeconds } = decodeFailure(plan.failure);
          const text = `The machine could not be read: ${detail}`;
          return problem(
            code === 'Throttled' ? 503 : 502,
            code,
            text,
            retryAfterSeconds === undefined ? {} : { retryAfterSeconds },
          );
        }
        case 'planned':
          return { jsonBody: { ...toMachineDetail(plan.record), plan: plan.steps } };
      }
    },
  });
}
