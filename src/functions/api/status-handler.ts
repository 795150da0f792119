import { listStoppedScopes } from '../../operator/stopped-scopes.ts';
import { readWorkStatus } from '../../operator/work-status.ts';
import type { AppContext } from '../app-context.ts';
import { getStatus } from '../contract/routes/get-status.ts';
import { bindRoute } from './bind-route.ts';

/** Where the fleet stands: counts that add up, what is owed, what is frozen or throttled, and what came in. */
export function statusHandler({ ports, countFleet, intake }: AppContext) {
  return bindRoute(getStatus).to(async () => {
    const { store } = ports;
    const now = new Date(ports.clock.now()).toISOString();
    const [counts, work, armed, freezes, gates, stoppedScopes, ...unreadable] = await Promise.all([
      countFleet(),
      readWorkStatus(ports),
      store.controls.list('arm'),
      store.controls.list('freeze'),
      store.gates.list(),
      listStoppedScopes(ports),
      store.controls.listUnreadable(),
      store.gates.listUnreadable(),
    ]);
    const throttles = gates.filter((gate) => gate.closedUntil > now);
    const unreadableControls = unreadable.flat();
    return {
      status: 200,
      body: {
        ...counts,
        now,
        work,
        armed,
        freezes,
        throttles,
        stoppedScopes,
        unreadableControls,
        intake: intake.counts(),
      },
    };
  });
}
