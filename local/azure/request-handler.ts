import { randomUUID } from 'node:crypto';
import { checkApiVersion } from './api-version.ts';
import { ArmError, armError, errorReply } from './arm-error.ts';
import { invalidContent } from './body-shape.ts';
import { checkScope } from './check-scope.ts';
import { findPrincipal, type Principal } from './principals.ts';
import { publishOutcome } from './publish-outcome.ts';
import type { RouteMatch, Router } from './router.ts';
import type { TokenIssuer } from './token.ts';
import type { ArmReply, ArmRequest, JsonValue, SimContext, SimHttpRequest, SimHttpResponse } from './types.ts';

const dropped: SimHttpResponse = { status: 0, headers: {}, body: undefined, drop: true };

/** The path of every request through the simulator: token, route, faults, checks, handler, log, event. */
export function createRequestHandler(
  context: SimContext,
  router: Router,
  tokens: TokenIssuer,
): (request: SimHttpRequest) => Promise<SimHttpResponse> {
  return async (http) => {
    const work = beginWork(context, `${http.method} ${http.url}`);
    try {
      const url = new URL(http.url);
      const match = router.match(http.method.toUpperCase(), url.pathname);
      const open = match?.route.access === 'open';
      const principal = open ? context.principals.operator : authenticate(context, tokens, http);
      const request = parseRequest(http, url, match, principal, work.pause);
      if (open && match !== undefined) return respond(request, await match.route.handle(request));
      return await answerArm(context, request, match);
    } catch (error) {
      return toHttp(errorReply(asArmError(error)), randomUUID());
    } finally {
      work.end();
    }
  };
}

async function answerArm(
  context: SimContext,
  request: ArmRequest,
  match: RouteMatch | undefined,
): Promise<SimHttpResponse> {
  const atMs = context.time.now();
  const interference = await firstInterference(context, request);
  if (interference?.kind === 'drop') return log(context, request, atMs, dropped);
  let reply = interference?.kind === 'reply' ? interference.reply : await runRoute(context, request, match);
  for (const hook of context.hooks.afterHandle) reply = hook(request, reply) ?? reply;
  return log(context, request, atMs, interference?.kind === 'dropReply' ? dropped : respond(request, reply));
}

async function firstInterference(context: SimContext, request: ArmRequest) {
  for (const hook of context.hooks.beforeHandle) {
    const interference = await hook(request);
    if (interference !== undefined) return interference;
  }
  return undefined;
}

/** Runs the checks and the handler; what they throw becomes the reply. */
async function runRoute(context: SimContext, request: ArmRequest, match: RouteMatch | undefined): Promise<ArmReply> {
  try {
    if (match === undefined) throw notImplemented(request);
    const { route } = match;
    checkApiVersion(request.apiVersion, route.oldestApiVersion);
    checkScope(context, request);
    const reply = await route.handle(request);
    publishOutcome(context, request, route, reply);
    return reply;
  } catch (error) {
    return errorReply(asArmError(error));
  }
}

function authenticate(context: SimContext, tokens: TokenIssuer, http: SimHttpRequest): Principal {
  const principal = findPrincipal(context.principals, tokens.read(http.headers.authorization));
  if (principal === undefined) {
    throw armError(
      401,
      'InvalidAuthenticationToken',
      'The access token is of a principal that this tenant does not have.',
    );
  }
  return principal;
}

function parseRequest(
  http: SimHttpRequest,
  url: URL,
  match: RouteMatch | undefined,
  principal: Principal,
  pause: (ms: number) => Promise<void>,
): ArmRequest {
  const query = Object.fromEntries([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  return {
    method: methodOf(http.method),
    url,
    path: url.pathname,
    query,
    headers: http.headers,
    body: parseBody(http),
    apiVersion: query['api-version'] ?? '',
    param: (name) => {
      const value = match?.params[name];
      if (value === undefined) throw new Error(`The route ${match?.route.path} has no place named '${name}'.`);
      return value;
    },
    principal,
    operation: match?.route.operation ?? 'unknown',
    correlationId: http.headers['x-ms-correlation-request-id'] ?? randomUUID(),
    pause,
  };
}

function methodOf(method: string): ArmRequest['method'] {
  const upper = method.toUpperCase();
  const known = (['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'] as const).find((name) => name === upper);
  if (known === undefined) throw armError(405, 'MethodNotAllowed', `The method '${method}' is not allowed.`);
  return known;
}

function parseBody(http: SimHttpRequest): JsonValue | undefined {
  if (http.body === undefined || http.body === '') return undefined;
  const contentType = http.headers['content-type'] ?? '';
  if (!contentType.toLowerCase().includes('json')) {
    throw armError(
      415,
      'UnsupportedMediaType',
      `The content media type '${contentType}' is not supported. Only 'application/json' is supported.`,
    );
  }
  try {
    return JSON.parse(http.body);
  } catch (error) {
    throw invalidContent(error instanceof Error ? error.message : 'not JSON');
  }
}

function notImplemented(request: ArmRequest): ArmError {
  return armError(
    501,
    'SimulatorRouteUnknown',
    `The Azure simulator has no route for ${request.method} ${request.path}. Add it under local/azure, or call something else.`,
  );
}

function asArmError(error: unknown): ArmError {
  if (error instanceof ArmError) return error;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return armError(500, 'SimulatorFault', `The Azure simulator has a defect: ${text}`);
}

function log(context: SimContext, request: ArmRequest, atMs: number, response: SimHttpResponse): SimHttpResponse {
  const { method, path, query, apiVersion, operation, headers, body } = request;
  const { authorization: _secret, ...kept } = headers;
  const principal = request.principal.name;
  context.calls.add({
    method,
    path,
    query,
    apiVersion,
    operation,
    principal,
    headers: kept,
    body,
    status: response.status,
    atMs,
  });
  return response;
}

function respond(request: ArmRequest, reply: ArmReply): SimHttpResponse {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const bucket = request.method === 'DELETE' ? 'deletes' : isRead ? 'reads' : 'writes';
  const response = toHttp(reply, request.correlationId);
  return {
    ...response,
    headers: { [`x-ms-ratelimit-remaining-subscription-${bucket}`]: isRead ? '249' : '199', ...response.headers },
  };
}

function toHttp(reply: ArmReply, correlationId: string): SimHttpResponse {
  const requestId = randomUUID();
  return {
    status: reply.status,
    headers: {
      'x-ms-request-id': requestId,
      'x-ms-correlation-request-id': correlationId,
      'x-ms-routing-request-id': `LOCAL:${requestId}`,
      'cache-control': 'no-cache',
      ...(reply.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      ...reply.operation?.headers,
      ...reply.headers,
    },
    body: reply.body === undefined ? undefined : JSON.stringify(reply.body),
  };
}

/** The ledger token of a request; while it pauses, virtual time may go on. */
function beginWork(context: SimContext, what: string): { pause: (ms: number) => Promise<void>; end: () => void } {
  let end = context.ledger.begin(what);
  return {
    end: () => end(),
    pause: async (ms) => {
      await new Promise<void>((resolve) => {
        context.after(ms, `delay of ${what}`, () => {
          end = context.ledger.begin(what);
          resolve();
        });
        end();
      });
    },
  };
}
