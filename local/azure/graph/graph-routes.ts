import type { ArmError } from '../core/request/arm-error.ts';
import type { ArmReply, ArmRequest, Family, JsonObject, SimContext } from '../core/types.ts';
import { executeQuery } from './execute-query.ts';
import { graphError, mistakenQuery, refusedQuery } from './graph-errors.ts';
import type { GraphIndex } from './graph-index.ts';
import { checkGraphLimits, hasOwnLimit, usualExpandLimit } from './graph-limits.ts';
import { graphPage, placeOf } from './graph-page.ts';
import { GraphQuota } from './graph-quota.ts';
import { type GraphRequest, graphRequestSchema } from './graph-request.ts';
import { notHere, readableRows } from './graph-scope.ts';
import { tablesSpelledIn, withDefaultTable } from './graph-tables.ts';
import { analyseKusto, type KustoTable } from './kusto-tree.ts';
import { fromJson } from './kusto-value.ts';
import { RefusedQuery } from './refused-query.ts';
import type { ResourceRow } from './resource-rows.ts';
import { rowOf, type TableValue } from './table-value.ts';

/** Azure Resource Graph (REST API, "Resources - Resources"): executes the query that it is sent. */
export const graphFamily =
  (index: GraphIndex): Family =>
  (context) => {
    const quota = new GraphQuota();
    context.hooks.afterHandle.push(() => {
      index.note(context);
      return undefined;
    });
    context.hooks.onEvent.push(() => index.note(context));
    return [
      {
        method: 'POST',
        path: '/providers/Microsoft.ResourceGraph/resources',
        operation: 'Microsoft.ResourceGraph/resources/read',
        source: 'Azure Resource Graph REST API, Resources - Resources',
        handle: (request) => {
          const { isExceeded, headers } = quota.use(request.principal.name, index.quota, context.time.now());
          if (isExceeded) return { ...throttled(context, request), headers };
          const reply = answer(context, index, request);
          return { ...reply, headers };
        },
      },
    ];
  };

/** 429 (azure-cli-extensions#3325): there is no `Retry-After`, the quota headers say when. */
function throttled(context: SimContext, request: ArmRequest): ArmReply {
  const message =
    'Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed. Please see https://aka.ms/resourcegraph-throttling for help.';
  const details = [{ code: 'RateLimiting', message }];
  const error = graphError(context, request, { status: 429, code: 'RateLimiting', details });
  return { status: 429, body: { error: { ...error.body } } };
}

function answer(context: SimContext, index: GraphIndex, request: ArmRequest): ArmReply {
  const body = readRequest(context, request);
  const readable = readableRows(context, request, body);
  const query = withDefaultTable(body.query);
  const declared = tablesSpelledIn(query);
  const { root, mistakes } = analyseKusto(query, declared);
  if (mistakes.length > 0) throw badRequest(context, request, mistakenQuery(mistakes, query));
  try {
    checkGraphLimits(root);
    const limitsItself = hasOwnLimit(root);
    const place = placeOf(body, limitsItself);
    if (place === undefined) throw badRequest(context, request, [foreignToken]);
    const rows = index.rows(context).filter(readable);
    const tables = new Map(declared.map((table) => [table.name, tableValue(table, rows)]));
    const result = executeQuery(root, {
      nowMs: context.time.now(),
      expandLimit: usualExpandLimit,
      table: (name) => tables.get(name),
    });
    return { status: 200, body: graphPage(result, body, place, limitsItself) };
  } catch (error) {
    if (error instanceof RefusedQuery) throw badRequest(context, request, refusedQuery(error, query));
    throw error;
  }
}

function readRequest(context: SimContext, request: ArmRequest): GraphRequest {
  const parsed = graphRequestSchema.safeParse(request.body);
  if (!parsed.success) {
    const details = parsed.error.issues.map(({ path, message }) => ({
      code: 'InvalidQueryRequest',
      message,
      target: path.join('.'),
    }));
    throw badRequest(context, request, details);
  }
  if ((parsed.data.facets ?? []).length > 0) throw notHere('facets');
  const filter = parsed.data.options?.authorizationScopeFilter ?? 'AtScopeAndBelow';
  if (filter !== 'AtScopeAndBelow' && filter !== 'AtScopeAboveAndBelow')
    throw notHere(`authorizationScopeFilter '${filter}'`);
  return parsed.data;
}

const foreignToken: JsonObject = {
  code: 'InvalidQueryRequest',
  message: 'The $skipToken is none that was given for this query and these scopes.',
  target: 'options.$skipToken',
};

function badRequest(context: SimContext, request: ArmRequest, details: readonly JsonObject[]): ArmError {
  return graphError(context, request, { status: 400, code: 'BadRequest', details });
}

function tableValue({ name, columns }: KustoTable, rows: readonly ResourceRow[]): TableValue {
  const own = rows.filter(({ table }) => table === name.toLowerCase());
  return {
    columns,
    rows: own.map(({ values }) => rowOf(columns, (at) => fromJson(values[columns[at]?.name ?? '']))),
  };
}
