import type { JsonObject } from '../core/types.ts';
import type { GraphRequest } from './graph-request.ts';
import { toJson } from './kusto-value.ts';
import type { TableValue } from './table-value.ts';

/** Rows of a page when the caller does not say; 1,000 is the most (page "Guidance for pagination"). */
const usualPage = 100;

interface Place {
  readonly from: number;
  readonly size: number;
}

/**
 * The answer with one page. There is no way on to the next page when the query limits its rows itself, or when every
 * column is dynamic (same page): then what is left out is only told by `resultTruncated`.
 */
export function graphPage(result: TableValue, request: GraphRequest, limitsItself: boolean): JsonObject {
  const { from, size } = placeOf(request);
  const page = result.rows.slice(from, from + size);
  const left = result.rows.length - from - page.length;
  const canGoOn = !limitsItself && result.columns.some(({ type }) => type !== 'dynamic');
  return {
    totalRecords: result.rows.length,
    count: page.length,
    data: request.options?.resultFormat === 'table' ? asTable(result, page) : asObjects(page),
    facets: [],
    resultTruncated: left > 0 && !canGoOn ? 'true' : 'false',
    $skipToken: left > 0 && canGoOn ? tokenOf({ from: from + page.length, size }) : undefined,
  };
}

/** `$top` and `$skip` override what the token has kept. */
function placeOf({ options }: GraphRequest): Place {
  const kept = readToken(options?.$skipToken ?? '');
  return { from: options?.$skip ?? kept?.from ?? 0, size: options?.$top ?? kept?.size ?? usualPage };
}

function tokenOf({ from, size }: Place): string {
  return Buffer.from(`${from} ${size}`).toString('base64url');
}

function readToken(token: string): Place | undefined {
  const [, from, size] = /^(\d+) (\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  return from === undefined ? undefined : { from: Number(from), size: Number(size) };
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
