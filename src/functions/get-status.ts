import { readWorkStatus } from '../operator/work-status.ts';
import type { AppContext } from './app-context.ts';
import { addRoute } from './http/add-route.ts';

/** Where the fleet stands: counts that add up, what is owed, what is frozen or throttled, and what came in. */
export function registerGetStatus({ ports, countFleet, intake }: AppContext): void {
  addRoute('getStatus', {
    methods: ['GET'],
    authLevel: 'function',
    route: 'status',
    handler: async () => {
      const { store } = ports;
      const nowIso = new Date(ports.clock.now()).toISOString();
      const [counts, work, arms, freezes, gates] = await Promise.all([
        countFleet(),
        readWorkStatus(ports),
        store.controls.list('arm'),
        store.controls.list('freeze'),
        store.gates.list(),
      ]);
      const throttles = gates.filter((gate) => gate.closedUntil > nowIso);
      return { jsonBody: { ...counts, now: nowIso, work, armed: arms, freezes, throttles, intake: intake.counts() } };
    },
  });
}
