import type { z } from 'zod';
import type { SweepState } from '../../domain/discovery/sweep-state.ts';
import { listStoppedScopes } from '../../operator/stopped-scopes.ts';
import { readWorkStatus } from '../../operator/work-status.ts';
import type { AppContext } from '../app-context.ts';
import type { sweep } from '../contract/replies/fleet-status.ts';
import { getStatus } from '../contract/routes/get-status.ts';
import { bindRoute } from './bind-route.ts';

/** Where the fleet stands: counts that add up, what is owed, what is frozen or throttled, and what came in. */
export function statusHandler({ ports, countFleet, intake }: AppContext) {
  return bindRoute(getStatus).to(async () => {
    const { store } = ports;
    const now = new Date(ports.clock.now()).toISOString();
    const [counts, work, armed, freezes, gates, stoppedScopes, swept, ...unreadable] = await Promise.all([
      countFleet(),
      readWorkStatus(ports),
      store.controls.list('arm'),
      store.controls.list('freeze'),
      store.gates.list(),
      listStoppedScopes(ports),
      store.sweeps.read('subscriptions'),
      store.controls.listUnreadable(),
      store.gates.listUnreadable(),
    ]);
    const throttles = gates.filter((gate) => gate.closedUntil > now);
    const unreadableControls = unreadable.flat();
    const sweeps = swept === undefined ? [] : [toSweepView(swept.value)];
    const said = { work, armed, freezes, throttles, stoppedScopes, unreadableControls, sweeps };
    return { status: 200, body: { ...counts, now, ...said, intake: intake.counts() } };
  });
}

function toSweepView({ kind, startedAt, completedAt, counts, gap }: SweepState): z.input<typeof sweep> {
  return { kind, startedAt, completedAt, counts, gap };
}
