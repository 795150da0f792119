import { isObject } from '../json.ts';
import { parseArmId } from '../store/arm-id.ts';
import { locationOf } from '../store/location.ts';
import { findResource } from '../store/stored-resource.ts';
import type { ArmReply, ArmRequest, Route, SimContext } from '../types.ts';
import { checkApiVersion } from './api-version.ts';
import { type ArmError, armError, asArmError, errorReply } from './arm-error.ts';
import { checkPath } from './check-path.ts';
import { checkScope } from './check-scope.ts';
import { isKnownNamespace, providerNotHere } from './known-namespaces.ts';
import { publishOutcome } from './publish-outcome.ts';
import type { RouteMatch } from './router.ts';

/** Runs the checks and the handler; what they throw becomes the reply. */
export async function runRoute(
  context: SimContext,
  request: ArmRequest,
  match: RouteMatch | undefined,
): Promise<ArmReply> {
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
