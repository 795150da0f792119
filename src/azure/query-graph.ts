import { z } from 'zod';
import type { RawFailure } from '../domain/failures/failure.ts';
import type { GraphGap, GraphOutcome, GraphQueryName, GraphRows } from '../ports/inventory.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmCall, ArmCaller } from './arm-caller.ts';
import { type GraphQuery, graphQueries } from './graph-rows.ts';
import type { KeptReadings } from './kept-readings.ts';
import { parseReply } from './parse-reply.ts';
import { absentableText } from './reply-values.ts';

/** Subscriptions of one request (Azure docs, "Guidance for throttled requests in Azure Resource Graph": less than 300). */
export const groupSize = 299;
/** Rows of one page (Azure docs, "Guidance for pagination"). */
const pageSize = 1_000;
const mostPages = 100;
/** What a caller may ask is counted in windows of so long (as the first page). */
const quotaWindowSeconds = 5;

const operation = 'Microsoft.ResourceGraph/resources/read';

/** One page of rows. `resultTruncated` is a text in the answer. */
const pageSchema = z.object({
  totalRecords: z.int().min(0),
  resultTruncated: z.enum(['true', 'false']),
  data: z.array(z.unknown()),
  $skipToken: absentableText,
});

/**
 * Reads all rows of a query, group by group of subscriptions and page by page, one request after the other. Each group
 * is asked for its subscriptions before: what may not be read is silently missing in an answer (Azure docs, "Overview
 * of Azure Resource Graph"). A look asks about one and asks several times: one in `shownLately` is not asked for again.
 */
export async function queryGraph<N extends GraphQueryName>(
  caller: ArmCaller,
  name: N,
  scopes: readonly string[],
  shownLately?: KeptReadings<true>,
): Promise<GraphOutcome<GraphRows[N]>> {
  const shown = scopes.length === 1 ? shownLately : undefined;
  const query: GraphQuery<GraphRows[N]> = graphQueries[name];
  const rows: GraphRows[N][] = [];
  for (const group of groupsOf([...new Set(scopes.map((id) => id.toLowerCase()))], groupSize)) {
    const isShown = group.every((id) => shown?.find(id) === true);
    if (query.subscriptionOf === undefined && !isShown) {
      const known = await readCovered(caller, graphQueries.subscriptions, group);
      if (known.kind === 'incomplete') return known;
      for (const id of group) shown?.keep(id, true);
    }
    const found = await readCovered(caller, query, group);
    if (found.kind === 'incomplete') return found;
    if (query.subscriptionOf !== undefined) for (const id of group) shown?.keep(id, true);
    rows.push(...found.rows);
  }
  return { kind: 'rows', rows };
}

export function groupsOf(ids: readonly string[], size: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, index) =>
    ids.slice(index * size, (index + 1) * size),
  );
}

/** The rows of one group; where they tell, of all its subscriptions. */
async function readCovered<T>(
  caller: ArmCaller,
  query: GraphQuery<T>,
  group: readonly string[],
): Promise<GraphOutcome<T>> {
  const found = await readRows(caller, query, { subscriptions: group });
  if (found.kind === 'incomplete' || query.subscriptionOf === undefined) return found;
  const seen = new Set(found.rows.map(query.subscriptionOf));
  const subscriptions = group.filter((id) => !seen.has(id));
  return subscriptions.length === 0 ? found : incomplete({ reason: 'missingSubscriptions', subscriptions });
}

/** What a request is about; ids of subscriptions, or names of management groups: never both at once. */
type AskedScope = { readonly subscriptions: readonly string[] } | { readonly managementGroups: readonly string[] };

/** All rows of one scope, page by page. */
export async function readRows<T>(
  caller: ArmCaller,
  query: GraphQuery<T>,
  scope: AskedScope,
): Promise<GraphOutcome<T>> {
  const rows = new Map<string, T>();
  const schema = pageSchema.extend({ data: z.array(query.row) });
  let skipToken: string | undefined;
  let total: number | undefined;
  for (let page = 1; page <= mostPages; page += 1) {
    const parsed = parseReply(operation, schema, await caller.call(callOf(query.text, scope, skipToken)));
    if (parsed.kind === 'failed') return incomplete(gapOf(page, parsed.failure));
    const { totalRecords, resultTruncated, data, $skipToken } = parsed.value.body;
    if (total !== undefined && total !== totalRecords) return incomplete({ reason: 'shifted', page });
    total = totalRecords;
    const before = rows.size;
    for (const row of data) rows.set(query.keyOf(row), row);
    if (rows.size < before + data.length) return incomplete({ reason: 'shifted', page });
    skipToken = $skipToken;
    if (resultTruncated === 'true') return incomplete({ reason: 'truncated', rows: rows.size, total });
    if (skipToken !== undefined && skipToken !== '') continue;
    if (rows.size !== total) return incomplete({ reason: 'truncated', rows: rows.size, total });
    return { kind: 'rows', rows: [...rows.values()] };
  }
  return incomplete({ reason: 'tooManyPages', pages: mostPages });
}

/** A POST that reads: the query is in the body. */
function callOf(query: string, scope: AskedScope, skipToken: string | undefined): ArmCall {
  return {
    client: 'resourceGraph',
    method: 'POST',
    path: `/providers/Microsoft.ResourceGraph/resources?api-version=${apiVersions.resourceGraph}`,
    body: {
      query,
      ...scope,
      options: {
        $top: pageSize,
        resultFormat: 'objectArray',
        ...(skipToken === undefined ? {} : { $skipToken: skipToken }),
      },
    },
    operation,
    provider: 'Microsoft.ResourceGraph',
    access: 'read',
    // The quota is the caller's own, whatever it asks about.
    subscription: '00000000-0000-0000-0000-000000000000',
    target: undefined,
  };
}

function gapOf(page: number, failure: RawFailure): GraphGap {
  if (failure.source === 'http' && failure.status === 429) {
    return { reason: 'throttled', seconds: failure.retryAfterSeconds ?? quotaWindowSeconds };
  }
  const isUnreadable = failure.source === 'http' && failure.code === 'UnreadableReply';
  return { reason: isUnreadable ? 'unreadable' : 'failed', page, failure };
}

function incomplete(gap: GraphGap): { readonly kind: 'incomplete'; readonly gap: GraphGap } {
  return { kind: 'incomplete', gap };
}
