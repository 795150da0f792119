import type { DurableEngine } from '../durable/engine-api.ts';
import type { DurableCall } from './durable-call.ts';
import { listFilter } from './durable-list-filter.ts';
import { type StatusOptions, statusBody } from './durable-status-body.ts';
import { emptyResponse, type HostResponse, jsonResponse } from './http-message.ts';
import type { QueryString } from './query-string.ts';

/** The status of one instance: 202 while it goes on, 200 when it has ended, 404 when there is none. */
export async function answerStatus(engine: DurableEngine, call: DurableCall, id: string): Promise<HostResponse> {
  const found = await engine.status(id);
  if (found === undefined) return emptyResponse(404);
  const body = statusBody(found, statusOptions(call.query));
  if (found.runtimeStatus === 'Pending' || found.runtimeStatus === 'Running') {
    const location = `${call.base}/instances/${encodeURI(id)}${call.urlQuery === '' ? '' : `?${codeOf(call)}`}`;
    return jsonResponse(202, body, { location, 'retry-after': '5' });
  }
  const asError = found.runtimeStatus === 'Failed' && isTrue(call.query, 'returnInternalServerErrorOnFailure');
  return jsonResponse(asError ? 500 : 200, body);
}

function codeOf(call: DurableCall): string {
  const code = call.query.get('code');
  return code === undefined ? '' : `code=${code}`;
}

/** All instances that match, in one page. */
export async function answerList(engine: DurableEngine, call: DurableCall): Promise<HostResponse> {
  const options = { ...statusOptions(call.query), showHistory: false };
  // There is one page only, so no continuation token is ours.
  if (call.request.headers['x-ms-continuation-token']) return jsonResponse(200, []);
  const found = await engine.list(listFilter(call.query));
  const bodies = found.map((instance) => statusBody(instance, options));
  return jsonResponse(200, bodies, call.rpc ? { 'x-ms-continuation-token': '' } : {});
}

function statusOptions(query: QueryString): StatusOptions {
  return {
    showInput: query.get('showInput')?.toLowerCase() !== 'false',
    showHistory: isTrue(query, 'showHistory'),
    showHistoryOutput: isTrue(query, 'showHistoryOutput'),
  };
}

function isTrue(query: QueryString, name: string): boolean {
  return query.get(name)?.toLowerCase() === 'true';
}
