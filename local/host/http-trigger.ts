import { emptyResponse, type HostRequest, type HostResponse } from './http-message.ts';
import type { RouteMatch } from './http-routes.ts';
import type { InvocationResult, InvokeFunction } from './invoke-function.ts';
import type { QueryString } from './query-string.ts';
import { type TypedData, toNullableStrings } from './typed-data.ts';

export interface HttpCall {
  readonly request: HostRequest;
  readonly match: RouteMatch;
  readonly query: QueryString;
  /** The absolute URL that the handler sees. */
  readonly url: string;
}

/** Runs an HTTP function and turns what it answered into a response; a throw is a 500 without a body. */
export async function runHttpTrigger(invoke: InvokeFunction, call: HttpCall): Promise<HostResponse> {
  let result: InvocationResult;
  try {
    result = await invoke(call.match.route.target, { data: { http: toHttpData(call) } });
  } catch {
    return emptyResponse(500);
  }
  return result === undefined ? emptyResponse(204) : toHostResponse(result, call.match.route.target.name);
}

function toHttpData({ request, match, query, url }: HttpCall): NonNullable<TypedData['http']> {
  const headers = toNullableStrings(Object.entries(request.headers));
  const queryValues = toNullableStrings(query.entries());
  const params = toNullableStrings(Object.entries(match.params));
  return {
    method: request.method,
    url,
    ...(headers === undefined ? {} : { nullableHeaders: headers }),
    ...(queryValues === undefined ? {} : { nullableQuery: queryValues }),
    ...(params === undefined ? {} : { nullableParams: params }),
    ...(reachesFunctions(request) ? { body: { bytes: request.body } } : {}),
  };
}

/** A body without `content-length` (in chunks) reaches no HTTP function: recorded with the real host. */
function reachesFunctions({ headers, body }: HostRequest): boolean {
  return body.length > 0 && headers['content-length'] !== undefined;
}

/** The web server refuses header values beyond ASCII and control characters. */
const unsendable = /[^\t\x20-\x7e]/;
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

function toHostResponse(result: TypedData, name: string): HostResponse {
  const http = result.http;
  if (http === undefined) throw new Error(`Function '${name}' answered no HTTP response.`);
  if ((http.cookies?.length ?? 0) > 0 || http.enableContentNegotiation === true) {
    throw new Error(`Function '${name}' uses cookies or content negotiation, which the local host does not support.`);
  }
  const status = Number(http.statusCode ?? 200);
  const headers = http.headers ?? {};
  const body = http.body?.bytes ?? new Uint8Array();
  if (Object.values(headers).some((value) => unsendable.test(value))) {
    const type = headers['content-type'];
    return emptyResponse(500, type === undefined ? {} : { 'content-type': type });
  }
  const length = headers['content-length'];
  if (length !== undefined && Number(length) !== body.length) return emptyResponse(500);
  return { status, headers, body: bodiless.has(status) ? new Uint8Array() : body };
}
