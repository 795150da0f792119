import { createHash } from 'node:crypto';
import type { JsonObject } from '../core/types.ts';
import type { GraphRequest } from './graph-request.ts';
import { toJson } from './kusto-value.ts';
import type { TableValue } from './table-value.ts';

/** Rows of a page when the caller does not say; 1,000 is the most (page "Guidance for pagination"). */
const usualPage = 100;

/** Which rows of the result the answer has. */
interface GraphPlace {
  readonly from: number;
  readonly size: number;
}

/**
 * The answer with one page. There is no way on to the next page when the query limits its rows itself, or when every
 * column is dynamic (same page): then what is left out is only told by `resultTruncated`.
 */
export function graphPage(
  result: TableValue,
  request: GraphRequest,
  { from, size }: GraphPlace,
  limitsItself: boolean,
): JsonObject {
  const page = result.rows.slice(from, from + size);
  const left = result.rows.length - from - page.length;
  const canGoOn = !limitsItself && result.columns.some(({ type }) => type !== 'dynamic');
  return {
    totalRecords: result.rows.length,
    count: page.length,
    data: request.options?.resultFormat === 'table' ? asTable(result, page) : asObjects(page),
    facets: [],
    resultTruncated: left > 0 && !canGoOn ? 'true' : 'false',
    $skipToken: left > 0 && canGoOn ? tokenOf(request, { from: from + page.length, size }) : undefined,
  };
}

/**
 * `$top` and `$skip` override what the token has kept; `$skip` is ignored when the query limits its rows itself (page
 * "Working with large Azure resource data sets"). Undefined for a token that is none of this query's.
 */
export function placeOf(request: GraphRequest, limitsItself: boolean): GraphPlace | undefined {
  const { $skipToken: token, $skip, $top } = request.options ?? {};
  const hasToken = token !== undefined && token !== null && token !== '';
  const kept = hasToken ? readToken(request, token) : { from: 0, size: usualPage };
  return kept && { from: (limitsItself ? undefined : $skip) ?? kept.from, size: $top ?? kept.size };
}

/** A token belongs to the query and the scopes that it was given for. */
function tokenOf(request: GraphRequest, { from, size }: GraphPlace): string {
  return Buffer.from(`${from} ${size} ${signOf(request)}`).toString('base64url');
}

function readToken(request: GraphRequest, token: string): GraphPlace | undefined {
  const [, from, size] = /^(\d+) (\d+) /.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  const place = from === undefined ? undefined : { from: Number(from), size: Number(size) };
  return place && tokenOf(request, place) === token ? place : undefined;
}

function signOf({ query, subscriptions, managementGroups }: GraphRequest): string {
  const scopes = [...(subscriptions ?? []), ...(managementGroups ?? [])].map((id) => id.toLowerCase()).toSorted();
  return createHash('sha256')
    .update(JSON.stringify([query, scopes]))
    .digest('hex')
    .slice(0, 16);
}

function asObjects(rows: TableValue['rows']): JsonObject[] {
  return rows.map((row) => Object.fromEntries([...row].map(([name, value]) => [name, toJson(value)])));
}

function asTable(result: TableValue, rows: TableValue['rows']): JsonObject {
  const types: Readonly<Record<string, string>> = {
    long: 'integer',
    int: 'integer',
    real: 'number',
    bool: 'boolean',
    dynamic: 'object',
  };
  return {
    columns: result.columns.map(({ name, type }) => ({ name, type: types[type] ?? type })),
    rows: rows.map((row) => [...row.values()].map(toJson)),
  };
}
