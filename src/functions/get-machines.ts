import { z } from 'zod';
import { targetKeySchema } from '../domain/ids.ts';
import { machineStatuses } from '../domain/machine/status.ts';
import { machineKinds } from '../domain/target/machine-kinds.ts';
import { readTimeline } from '../look/read-timeline.ts';
import type { AppContext } from './app-context.ts';
import { addRoute } from './http/add-route.ts';
import { findMachine } from './http/find-machine.ts';
import { nextLink } from './http/next-link.ts';
import { readQuery } from './http/read-body.ts';
import { toMachineDetail, toMachineRow, toTimelineView } from './machine-view.ts';

const filterText = z
  .string()
  .regex(/^\P{C}{1,128}$/u, 'must be 1 to 128 characters, none of them a control character')
  .optional();

const querySchema = z.strictObject({
  status: z.enum(machineStatuses).optional(),
  subscription: z.guid().toLowerCase().optional(),
  name: filterText,
  /** The code within the status, e.g. `Off`; the parameter `code` is the function key. */
  reason: filterText,
  kind: z.enum(machineKinds).optional(),
  os: z.enum(['windows', 'linux', 'unknown']).optional(),
  profile: filterText,
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  after: targetKeySchema.optional(),
});

const timelineLength = 100;

/** The list of machines in key order, by page, and one machine with findings, facts and timeline. */
export function registerGetMachines({ ports }: AppContext): void {
  addRoute('getMachines', {
    methods: ['GET'],
    authLevel: 'function',
    route: 'machines',
    takesQuery: true,
    handler: async (request) => {
      const query = readQuery(request, querySchema);
      if (!query.ok) return query.response;
      const { reason, ...columns } = query.value;
      const page = await ports.store.machines.list({ ...columns, code: reason });
      return { jsonBody: { machines: page.records.map(toMachineRow), next: nextLink(request.url, page.next) } };
    },
  });
  addRoute('getMachine', {
    methods: ['GET'],
    authLevel: 'function',
    route: 'machines/{keyOrName}',
    handler: async (request) => {
      const found = await findMachine(ports, request);
      if (!found.ok) return found.response;
      const timeline = await readTimeline(ports, found.value, timelineLength);
      return { jsonBody: { ...toMachineDetail(found.value), timeline: timeline.map(toTimelineView) } };
    },
  });
}
