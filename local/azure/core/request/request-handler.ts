import { isObject } from '../json.ts';
import { withoutSignature } from '../operations/signed-link.ts';
import { parseArmId } from '../store/arm-id.ts';
import { locationOf } from '../store/location.ts';
import { findResource } from '../store/stored-resource.ts';
import type {
  ArmReply,
  ArmRequest,
  Interference,
  Route,
  SimContext,
  SimHttpRequest,
  SimHttpResponse,
} from '../types.ts';
import { checkApiVersion } from './api-version.ts';
import { ArmError, armError, errorReply } from './arm-error.ts';
import { beginWork } from './begin-work.ts';
import { checkPath } from './check-path.ts';
import { checkScope } from './check-scope.ts';
import { isKnownNamespace, providerNotHere } from './known-namespaces.ts';
import { parseRequest } from './parse-request.ts';
import { findPrincipal, type Principal } from './principals.ts';
import { publishOutcome } from './publish-outcome.ts';
import { readUrl } from './read-url.ts';
import { renderPlain, renderReply } from './render-reply.ts';
import type { RouteMatch, Router } from './router.ts';
import type { TokenIssuer } from './token.ts';

const dropped: SimHttpResponse = { status: 0, headers: {}, body: undefined, drop: true };

/** The path of every request through the simulator: route, token, faults, checks, handler, event, log. */
export function createRequestHandler(
  context: SimContext,
  router: Router,
  tokens: TokenIssuer,
): (request: SimHttpRequest) => Promise<SimHttpResponse> {
  return async (http) => {
    const work = beginWork(context, `${http.method} ${http.url}`);
    try {
      const url = readUrl(http.url);
      const match = findRoute(router, http.method.toUpperCase(), url.pathname);
      const isOpen = match?.route.access === 'open';
      const principal = isOpen ? context.principals.operator : authenticate(context, tokens, http);
      const request = parseRequest(http, { url, match, principal, pause: work.pause });
      if (isOpen) return renderReply(request, await match.route.handle(request));
      return await answerArm(context, request, match);
    } catch (error) {
      return renderPlain(errorReply(asArmError(error)));
    } finally {
      work.end();
    }
  };
}

/** A HEAD without a route of its own is answered as the GET, without the body. */
function findRoute(router: Router, method: string, pathname: string): RouteMatch | undefined {
  const match = router.match(method, pathname);
  return match === undefined && method === 'HEAD' ? router.match('GET', pathname) : match;
}

function authenticate(context: SimContext, tokens: TokenIssuer, http: SimHttpRequest): Principal {
  const principal = findPrincipal(context.principals, tokens.read(http.headers.authorization));
  if (principal !== undefined) return principal;
  throw armError(
    401,
    'InvalidAuthenticationToken',
    'The access token is of a principal that this tenant does not have.',
  );
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
  return log(context, request, atMs, interference?.kind === 'dropReply' ? dropped : renderReply(request, reply));
}

async function firstInterference(context: SimContext, request: ArmRequest): Promise<Interference | undefined> {
  for (const hook of context.hooks.beforeHandle) {
    const interference = await hook(request);
    if (interference !== undefined) return interference;
  }
  return undefined;
}

/** Runs the checks and the handler; what they throw becomes the reply. */
async function runRoute(context: SimContext, request: ArmRequest, match: RouteMatch | undefined): Promise<ArmReply> {
  try {
    checkPath(request.url.pathname);
    if (match === undefined) throw request.method === 'HEAD' ? notAllowed(request) : notImplemented(request);
    checkApiVersion(request.apiVersion, request.path, () => locationNamed(context, request));
    checkScope(context, request);
    checkOptions(request, match.route);
    const reply = checkedExistence(request, match.route, await match.route.handle(request));
    publishOutcome(context, request, match.route, reply);
    return reply;
  } catch (error) {
    return errorReply(asArmError(error));
  }
}

/** 501 for an option of OData that the route does not execute: an answer that ignored it would be a wrong one. */
function checkOptions(request: ArmRequest, route: Route): void {
  const executed: readonly string[] = route.executes ?? [];
  const ignored = Object.keys(request.query).find((name) => name.startsWith('$') && !executed.includes(name));
  if (ignored === undefined) return;
  const message = `The Azure simulator does not execute ${ignored} on ${request.method} ${route.path}.`;
  throw armError(501, 'SimulatorOptionUnknown', message);
}

/** HEAD of a resource tells by 204 that it is there (Azure REST API, "Resources - Check Existence By Id"). */
function checkedExistence(request: ArmRequest, route: Route, reply: ArmReply): ArmReply {
  const isOfOne = request.method === 'HEAD' && route.method === 'GET' && route.path.endsWith('}');
  return isOfOne && reply.status === 200 ? { ...reply, status: 204, body: undefined } : reply;
}

/** Where ARM looks for a provider: the region of the body, of the resource or of what it is a child of. */
function locationNamed(context: SimContext, request: ArmRequest): string | undefined {
  const inBody = isObject(request.body) ? locationOf(request.body) : undefined;
  if (inBody !== undefined) return inBody;
  const parts = request.path.split('/');
  const ids = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  return ids.map((id) => findResource(context, id)?.location).find((location) => location !== undefined);
}

function notAllowed(request: ArmRequest): ArmError {
  return armError(405, 'MethodNotAllowed', `The method '${request.method}' is not allowed for ${request.path}.`);
}

function notImplemented(request: ArmRequest): ArmError {
  const [namespace = ''] = parseArmId(request.path).typePath.split('/');
  if (/\/providers\//i.test(request.path) && !isKnownNamespace(namespace)) return providerNotHere(namespace);
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
  const { method, path, query, apiVersion, operation, body } = request;
  const { authorization: _secret, ...headers } = request.headers;
  const principal = request.principal.name;
  const { status } = response;
  context.calls.add({
    method,
    path,
    query: withoutSignature(query),
    apiVersion,
    operation,
    principal,
    headers,
    body,
    status,
    atMs,
  });
  return response;
}
