import type { DurableEngine, RuntimeStatus } from '../durable/engine-api.ts';
import type { QueryString } from './query-string.ts';

const statuses: readonly RuntimeStatus[] = ['Pending', 'Running', 'Completed', 'Failed', 'Terminated'];

/** Values that cannot be read are ignored, as the extension does. */
export function listFilter(query: QueryString): Parameters<DurableEngine['list']>[0] {
  const wanted = (query.get('runtimeStatus') ?? '').split(',').map((text) => text.trim().toLowerCase());
  const runtimeStatus = statuses.filter((known) => wanted.includes(known.toLowerCase()));
  const prefix = query.get('instanceIdPrefix');
  const from = readDate(query.get('createdTimeFrom'));
  const to = readDate(query.get('createdTimeTo'));
  return {
    ...(runtimeStatus.length === 0 ? {} : { runtimeStatus }),
    ...(from === undefined ? {} : { createdTimeFrom: from }),
    ...(to === undefined ? {} : { createdTimeTo: to }),
    ...(prefix === undefined ? {} : { instanceIdPrefix: prefix }),
  };
}

function readDate(text: string | undefined): string | undefined {
  const atMs = Date.parse(text ?? '');
  return Number.isNaN(atMs) ? undefined : new Date(atMs).toISOString();
}
