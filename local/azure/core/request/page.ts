import type { ArmReply, ArmRequest, JsonObject } from '../types.ts';
import { armError } from './arm-error.ts';

/** A list reply in pages, linked by `nextLink` with a `$skiptoken`. `$top` makes the pages smaller. */
export function pageOf<T>(
  request: ArmRequest,
  items: readonly T[],
  render: (item: T) => JsonObject,
  largestPage = 200,
): ArmReply {
  const pageSize = Math.min(largestPage, wholeNumber(request, '$top') ?? largestPage);
  const start = wholeNumber(request, '$skiptoken') ?? 0;
  const value = items.slice(start, start + pageSize).map(render);
  if (start + pageSize >= items.length) return { status: 200, body: { value } };
  const next = new URL(request.url);
  next.searchParams.set('$skiptoken', String(start + pageSize));
  return { status: 200, body: { value, nextLink: next.href } };
}

/** A query option that is a whole number; `$top` is at least 1. */
function wholeNumber(request: ArmRequest, name: '$top' | '$skiptoken'): number | undefined {
  const text = request.query[name];
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text) && (name !== '$top' || Number(text) > 0)) return Number(text);
  throw armError(400, 'InvalidQueryParameterValue', `The query parameter ${name} has the invalid value '${text}'.`);
}
