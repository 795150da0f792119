import type { DurableEngine } from '../durable/engine-api.ts';
import { handleDurable } from './durable-webhook.ts';
import { handleEventGrid } from './event-grid-webhook.ts';
import type { FunctionRegistry } from './function-registry.ts';
import type { HostJson } from './host-json.ts';
import { checkSystemKey, type HostKeys, mayInvoke, presentedKey } from './host-keys.ts';
import { emptyResponse, type HostRequest, type HostResponse, jsonResponse, textResponse } from './http-message.ts';
import { findRoute, listHttpRoutes } from './http-routes.ts';
import { runHttpTrigger } from './http-trigger.ts';
import type { InvokeFunction } from './invoke-function.ts';
import type { LogSink } from './log-sink.ts';
import { QueryString } from './query-string.ts';
import { decodePath, encodePath } from './url-path.ts';

export type HandleRequest = (request: HostRequest) => Promise<HostResponse>;

interface FrontOptions {
  readonly registry: FunctionRegistry;
  readonly engine: () => DurableEngine | undefined;
  readonly invoke: InvokeFunction;
  readonly keys: HostKeys;
  readonly hostJson: HostJson;
  readonly log: LogSink;
  /** The path of the durable client's own endpoint, without slashes at its ends. */
  readonly rpcPath: string;
}

interface ParsedRequest {
  readonly request: HostRequest;
  /** Decoded, without the leading slash. */
  readonly path: string;
  readonly query: QueryString;
  readonly url: string;
  /** Such as `http://127.0.0.1:7071`. */
  readonly origin: string;
}

/** Everything the host answers over HTTP, whether a request came by a socket or from within the process. */
export function createHttpFront(options: FrontOptions): HandleRequest {
  const routes = listHttpRoutes(options.registry, options.hostJson.routePrefix);
  const route = async (parsed: ParsedRequest): Promise<HostResponse> => {
    const { request } = parsed;
    if (parsed.path.startsWith(`${options.rpcPath}/`)) return callDurable(options, parsed, options.rpcPath, true);
    if (/^runtime\/webhooks\//i.test(parsed.path)) return callWebhook(options, parsed);
    const match = findRoute(routes, request.method, parsed.path);
    if (match === undefined) return answerOther(parsed);
    const key = presentedKey(request.headers, parsed.query);
    if (!mayInvoke(options.keys, match.route.authLevel, match.route.target.name, key)) return emptyResponse(401);
    return runHttpTrigger(options.invoke, { request, match, query: parsed.query, url: parsed.url });
  };
  return async (request) => {
    const parsed = parseRequest(request);
    if (parsed === undefined) return emptyResponse(400);
    try {
      return await route(parsed);
    } catch (error) {
      const message = `${request.method} /${parsed.path}: ${error instanceof Error ? error.message : String(error)}`;
      options.log({ level: 'error', functionName: undefined, invocationId: undefined, message });
      return emptyResponse(500);
    }
  };
}

function parseRequest(request: HostRequest): ParsedRequest | undefined {
  const at = request.target.indexOf('?');
  const decoded = decodePath(at < 0 ? request.target : request.target.slice(0, at));
  if (decoded === undefined) return undefined;
  const queryText = at < 0 ? '' : request.target.slice(at + 1).replaceAll('#', '%23');
  const origin = `http://${request.headers.host ?? 'localhost'}`;
  return {
    request,
    path: decoded.slice(1),
    query: new QueryString(queryText),
    url: `${origin}${encodePath(decoded)}${at < 0 ? '' : `?${queryText}`}`,
    origin,
  };
}

function answerOther({ path, request }: ParsedRequest): HostResponse {
  if (path === '' && (request.method === 'GET' || request.method === 'HEAD')) {
    return textResponse(200, 'The local Functions host is running.');
  }
  if (/^admin\//i.test(path)) {
    return jsonResponse(501, { Message: `/${path} is not supported by the local host (local/host/README.md).` });
  }
  return emptyResponse(404);
}

async function callWebhook(options: FrontOptions, parsed: ParsedRequest): Promise<HostResponse> {
  const name = parsed.path.split('/')[2]?.toLowerCase();
  const wanted = { eventgrid: options.keys.eventgrid, durabletask: options.keys.durable }[name ?? ''];
  const key = presentedKey(parsed.request.headers, parsed.query);
  const allowed = checkSystemKey(options.keys, wanted ?? options.keys.master, key);
  if (allowed === 401) return emptyResponse(401, { 'www-authenticate': 'Bearer' });
  if (allowed === 403) return emptyResponse(403);
  if (name === 'eventgrid') return handleEventGrid(options.registry, options.invoke, parsed.request, parsed.query);
  return name === 'durabletask'
    ? callDurable(options, parsed, 'runtime/webhooks/durabletask', false)
    : emptyResponse(404);
}

function callDurable(options: FrontOptions, parsed: ParsedRequest, base: string, rpc: boolean): Promise<HostResponse> {
  const engine = options.engine();
  if (engine === undefined) return Promise.resolve(emptyResponse(404));
  const path = parsed.path.slice(base.length).replace(/^\/|\/$/g, '');
  const { keys, hostJson } = options;
  return handleDurable(engine, {
    request: parsed.request,
    query: parsed.query,
    segments: path === '' ? [] : path.split('/'),
    base: `${parsed.origin}/${base}`,
    urlQuery: rpc ? '' : `taskHub=${hostJson.hubName}&connection=Storage&code=${keys.durable}`,
    hubName: hostJson.hubName,
    rpc,
  });
}
