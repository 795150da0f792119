import { readTimeline } from '../../look/read-timeline.ts';
import type { AppContext } from '../app-context.ts';
import { getMachine } from '../contract/routes/get-machine.ts';
import { getMachines } from '../contract/routes/get-machines.ts';
import { bindRoute } from './bind-route.ts';
import { findMachine } from './find-machine.ts';
import { toMachineDetail, toMachineRow } from './machine-view.ts';
import { nextLink } from './next-link.ts';
import { toTimelineView } from './row-view.ts';

const timelineLength = 100;

/** The list of machines in key order, by page, and one machine with findings, facts and timeline. */
export function machineHandlers({ ports }: AppContext) {
  const { cloud } = ports.settings;
  return {
    getMachines: bindRoute(getMachines).to(async ({ query: { reason, ...columns } }, { url }) => {
      const { records, unreadable, next } = await ports.store.machines.list({ ...columns, code: reason });
      return {
        status: 200,
        body: {
          machines: records.map((record) => toMachineRow(record, cloud)),
          ...(unreadable.length === 0 ? {} : { unreadable }),
          next: nextLink(url, next),
        },
      };
    }),
    getMachine: bindRoute(getMachine).to(async ({ params }) => {
      const found = await findMachine(ports, params.keyOrName);
      if ('problem' in found) return found;
      const { record } = found;
      const [timeline, readings] = await Promise.all([
        readTimeline(ports, record, timelineLength),
        ports.store.assessments.read(record.subscription, record.key),
      ]);
      return {
        status: 200,
        body: {
          ...toMachineDetail(record, readings, cloud, ports.clock.now()),
          timeline: timeline.map(toTimelineView),
        },
      };
    }),
  };
}
