import type { HttpRequest } from '@azure/functions';
import type { z } from 'zod';
import { bodyLimit } from '../contract/body-limit.ts';
import { type Route, readsBody } from '../contract/route.ts';
import type { ImpliedCode } from '../contract/route-problems.ts';
import { type Problem, problem } from './problem.ts';

/** What a handler is given of a request: parsed by the schemas of its route. */
export interface ReadRequest<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

export type Parsed<T, Code extends ImpliedCode = ImpliedCode> =
  | { readonly kind: 'read'; readonly value: T }
  | Problem<Code>;

/** Reads everything of a request that its route takes. What it does not take is refused: `?dryRun=true` must not do the thing. */
export async function readRequest<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType>(
  route: Pick<Route<string, Params, Query, Body>, 'params' | 'query' | 'body'>,
  request: HttpRequest,
): Promise<Parsed<ReadRequest<z.output<Params>, z.output<Query>, z.output<Body>>>> {
  const params = check(request.params, route.params, 'path');
  if ('problem' in params) return params;
  const broken = findBrokenEscapes(request.url);
  if (broken !== undefined) return broken;
  const query = check(queryOf(request), route.query, 'query');
  if ('problem' in query) return query;
  const json = await (readsBody(route) ? readJson(request) : readNothing(request));
  if ('problem' in json) return json;
  const body = check(json.value, route.body, 'body');
  if ('problem' in body) return body;
  return { kind: 'read', value: { params: params.value, query: query.value, body: body.value } };
}

/** Parameters that are for the Functions host: the key, and which key it is. */
const hostParameters: ReadonlySet<string> = new Set(['code', 'clientid']);

function queryOf(request: HttpRequest): Readonly<Record<string, string>> {
  return Object.fromEntries([...request.query.entries()].filter(([name]) => !hostParameters.has(name.toLowerCase())));
}

/**
 * Escapes that are no UTF-8. The host leaves them as they are (recorded of host 4.1037.0: `a=%zz` comes as `%zz`), so
 * that a filter would be compared with what nobody meant.
 */
function findBrokenEscapes(url: string): Problem<'InvalidRequest'> | undefined {
  const parts = new URL(url).search.slice(1).split('&');
  const broken = parts.filter(isBroken).map((part) => part.split('=', 1).join(''));
  const errors = broken
    .filter((name) => !hostParameters.has(name.toLowerCase()))
    .map((path) => ({ path, message: 'has a percent escape that is not UTF-8: write %25 for a percent sign' }));
  return errors.length === 0 ? undefined : problem('InvalidRequest', 'The query is not valid: see errors.', { errors });
}

function isBroken(text: string): boolean {
  try {
    decodeURIComponent(text);
    return false;
  } catch {
    return true;
  }
}

const asJson = 'Send the body with the header "content-type: application/json".';

/** Nothing at all is read as `{}`: where every member can be left out, so can the body. */
async function readJson(request: HttpRequest): Promise<Parsed<unknown>> {
  const type = request.headers.get('content-type')?.split(';', 1).join('').trim().toLowerCase() ?? '';
  const isJson = type === 'application/json' || type.endsWith('+json');
  if (!isJson && type !== '') return problem('UnsupportedMediaType', asJson);
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength === 0) return { kind: 'read', value: {} };
  if (!isJson) return problem('UnsupportedMediaType', asJson);
  if (bytes.byteLength > bodyLimit.bytes) {
    return problem('BodyTooLarge', `The body has ${bytes.byteLength} bytes; at most ${bodyLimit.bytes} are read.`);
  }
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return { kind: 'read', value };
  } catch {
    return problem('MalformedJson', 'The body is not JSON in UTF-8.');
  }
}

/** Clients that always send JSON send `{}`; that says nothing, so it is let pass. */
async function readNothing(request: HttpRequest): Promise<Parsed<undefined>> {
  const text = new TextDecoder().decode(await request.arrayBuffer()).trim();
  if (text === '' || text === '{}') return { kind: 'read', value: undefined };
  return problem('BodyNotRead', 'This route reads no body: leave it out. docs/API.md tells what it takes.');
}

/** Everything that is wrong comes back in one problem document. */
function check<Schema extends z.ZodType>(
  value: unknown,
  schema: Schema,
  where: string,
): Parsed<z.output<Schema>, 'InvalidRequest'> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: 'read', value: parsed.data };
  const errors = parsed.error.issues.flatMap(toFieldErrors);
  return problem('InvalidRequest', `The ${where} is not valid: see errors.`, { errors });
}

function toFieldErrors(issue: z.core.$ZodIssue): readonly { readonly path: string; readonly message: string }[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }];
  return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'is not known here' }));
}
