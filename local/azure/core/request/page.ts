import type { ArmReply, ArmRequest, JsonObject } from '../types.ts';

const pageSize = 200;

/** A list reply in pages of 200, linked by `nextLink` with a `$skiptoken`. */
export function pageOf<T>(request: ArmRequest, items: readonly T[], render: (item: T) => JsonObject): ArmReply {
  const start = Number(request.query.$skiptoken ?? 0);
  const value = items.slice(start, start + pageSize).map(render);
  if (start + pageSize >= items.length) return { status: 200, body: { value } };
  const next = new URL(request.url);
  next.searchParams.set('$skiptoken', String(start + pageSize));
  return { status: 200, body: { value, nextLink: next.href } };
}
