import type { LoggedCall } from '../../../local/azure/core/request/call-log.ts';
import type { ResourceEvent } from '../../../local/azure/core/types.ts';
import { canonicalJson, type Json } from '../../../src/domain/canonical-json.ts';

/**
 * Writes of the app that repeat an earlier successful one to the same resource with the same body, although what it
 * brought was still in place: nobody else has written it, and "Azure" has told of no failure of it since.
 * `forceUpdateTag` does not count as a difference.
 */
export function repeatedWrites(calls: readonly LoggedCall[], events: readonly ResourceEvent[]): string[] {
  const inPlace = new Map<string, { readonly body: string; readonly atMs: number }>();
  const repeated: string[] = [];
  for (const call of calls) {
    // A query to Resource Graph is a POST that reads.
    if (call.method === 'GET' || call.operation.endsWith('/read') || call.status >= 300 || call.status === 0) continue;
    const resource = call.path.toLowerCase();
    const body = canonicalJson(withoutTag(call.body));
    const before = inPlace.get(resource);
    const hasFailed = events.some(
      ({ outcome, resourceUri, atMs }) =>
        outcome === 'Failure' && resourceUri.toLowerCase() === resource && before !== undefined && atMs >= before.atMs,
    );
    if (call.principal === 'app' && before?.body === body && !hasFailed) repeated.push(`${call.method} ${call.path}`);
    inPlace.set(resource, { body, atMs: call.atMs });
  }
  return repeated;
}

function withoutTag(body: unknown): Json {
  return JSON.parse(JSON.stringify(body ?? null), (name, value) => (name === 'forceUpdateTag' ? undefined : value));
}
