import { decodeFailure } from '../../domain/failures/decode-failure.ts';
import { planMachine } from '../../operator/plan-machine.ts';
import type { AppContext } from '../app-context.ts';
import { planMachine as route } from '../contract/routes/plan-machine.ts';
import { bindRoute } from './bind-route.ts';
import { findMachine } from './find-machine.ts';
import { toMachineDetail } from './machine-view.ts';
import { problem } from './problem.ts';

/** What a look would do to one machine now, with every body; nothing is written anywhere. */
export function planHandler({ ports }: AppContext) {
  return bindRoute(route).to(async ({ params }) => {
    const found = await findMachine(ports, params.keyOrName);
    if ('problem' in found) return found;
    const plan = await planMachine(ports, found.record);
    switch (plan.kind) {
      case 'gone':
        return problem('MachineGone', 'Azure has no such machine any more.');
      case 'throttled': {
        const { retryAfterSeconds } = plan;
        const detail = 'Azure asked to leave this machine alone for a while: ask again later.';
        return problem('Throttled', detail, { retryAfterSeconds });
      }
      case 'failed': {
        const { code, detail, retryAfterSeconds } = decodeFailure(plan.failure);
        const more = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
        return problem(code, `The machine could not be read: ${detail}`, more);
      }
      case 'planned': {
        const { record, steps } = plan;
        const readings = await ports.store.assessments.read(record.subscription, record.key);
        const detail = toMachineDetail(record, readings, ports.settings.cloud, ports.clock.now());
        return { status: 200, body: { ...detail, plan: steps } };
      }
    }
  });
}
