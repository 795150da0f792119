import { app } from '@azure/functions';
import { z } from 'zod';
import { machineKeySchema } from '../domain/ids.ts';
import { machineStatuses } from '../domain/machine/status.ts';
import { findRecord } from '../operator/find-record.ts';
import { readTimeline } from '../work/read-timeline.ts';
import type { AppContext } from './app-context.ts';
import { problem } from './http/problem.ts';
import { readQuery } from './http/read-body.ts';
import { toMachineDetail, toMachineRow } from './machine-view.ts';

const querySchema = z.strictObject({
  status: z.enum(machineStatuses).optional(),
  subscription: z.guid().toLowerCase().optional(),
  name: z.string().min(1).max(128).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  after: machineKeySchema.optional(),
});

const timelineLength = 100;

/** The list of machines in key order, by page, and one machine with findings, facts and timeline. */
export function registerGetMachines({ ports }: AppContext): void {
  app.http('getMachines', {
    methods: ['GET'],
    authLevel: 'function',
    route: 'machines',
    handler: async (request) => {
      const query = readQuery(request, querySchema);
      if (!query.ok) return query.response;
      const { status, subscription, name, limit, after } = query.value;
      const page = await ports.store.machines.list({
        limit,
        ...(status === undefined ? {} : { status }),
        ...(subscription === undefined ? {} : { subscription }),
        ...(name === undefined ? {} : { name }),
        ...(after === undefined ? {} : { after }),
      });
      return { jsonBody: { machines: page.records.map(toMachineRow), next: nextLink(request.url, page.next) } };
    },
  });
  app.http('getMachine', {
    methods: ['GET'],
    authLevel: 'function',
    route: 'machines/{keyOrName}',
    handler: async (request) => {
      const found = await findRecord(ports, request.params.keyOrName ?? '');
      if (found.kind === 'unknown') return problem(404, 'MachineNotFound', 'No machine has this key or name.');
      if (found.kind === 'ambiguous') {
        const candidates = found.candidates.map(({ key, resourceId }) => ({ key, resourceId }));
        return problem(409, 'NameNotUnique', 'More than one machine has this name: use a key.', { candidates });
      }
      const timeline = await readTimeline(ports, found.record, timelineLength);
      return { jsonBody: { ...toMachineDetail(found.record), timeline } };
    },
  });
}

/** The next page's URL, without the caller's key. */
function nextLink(url: string, next: string | undefined): string | null {
  if (next === undefined) return null;
  const link = new URL(url);
  link.searchParams.delete('code');
  link.searchParams.set('after', next);
  return link.toString();
}
