import { withoutSignature } from '../operations/signed-link.ts';
import type { ArmRequest, Interference, SimContext, SimHttpRequest, SimHttpResponse } from '../types.ts';
import { armError, asArmError, errorReply } from './arm-error.ts';
import { beginWork } from './begin-work.ts';
import { parseRequest } from './parse-request.ts';
import { findPrincipal, type Principal } from './principals.ts';
import { readUrl } from './read-url.ts';
import { renderPlain, renderReply } from './render-reply.ts';
import type { RouteMatch, Router } from './router.ts';
import { runRoute } from './run-route.ts';
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
