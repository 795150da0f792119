import type { DurableEngine } from '../durable/engine-api.ts';
import { listFilter } from './durable-list-filter.ts';
import { emptyResponse, type HostResponse, jsonResponse } from './http-message.ts';
import type { QueryString } from './query-string.ts';

/** Removes one instance that has ended. */
export async function purgeOne(engine: DurableEngine, id: string): Promise<HostResponse> {
  const result = await engine.purge(id);
  if (result === 'purged') return jsonResponse(200, { instancesDeleted: 1 });
  if (result === 'notFound') return emptyResponse(404);
  const text = `Only orchestrations in a terminal state can be purged, but the orchestration with instance ID ${id} has status ${result.notTerminal}`;
  return jsonResponse(412, text);
}

/** Removes the ended instances of a time range; 404 when there was none. */
export async function purgeMany(engine: DurableEngine, query: QueryString): Promise<HostResponse> {
  if (query.get('createdTimeFrom') === undefined) {
    return jsonResponse(400, "Please provide value for 'createdTimeFrom' parameter.");
  }
  const found = await engine.list(listFilter(query));
  const results = await Promise.all(found.map(({ instanceId }) => engine.purge(instanceId)));
  const instancesDeleted = results.filter((result) => result === 'purged').length;
  return instancesDeleted === 0 ? emptyResponse(404) : jsonResponse(200, { instancesDeleted });
}
