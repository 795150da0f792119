import type { DurableEngine } from './engine-api.ts';
import type { InstanceRow } from './store/durable-store.ts';

/** Which instances a `list` call wants. Times are compared as times, both ends included. */
export function listFilter(filter: Parameters<DurableEngine['list']>[0]): (row: InstanceRow) => boolean {
  const from = filter.createdTimeFrom === undefined ? Number.NEGATIVE_INFINITY : Date.parse(filter.createdTimeFrom);
  const to = filter.createdTimeTo === undefined ? Number.POSITIVE_INFINITY : Date.parse(filter.createdTimeTo);
  return (row) => {
    const created = Date.parse(row.createdTime);
    return (
      created >= from &&
      created <= to &&
      (filter.runtimeStatus === undefined || filter.runtimeStatus.includes(row.runtimeStatus)) &&
      (filter.instanceIdPrefix === undefined || row.instanceId.startsWith(filter.instanceIdPrefix))
    );
  };
}
