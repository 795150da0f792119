import type { AccessRules } from '../authorization/access-rules.ts';
import { armError } from '../core/request/arm-error.ts';
import type { ArmRequest, SimContext } from '../core/types.ts';
import { graphError } from './graph-errors.ts';
import type { GraphRequest } from './graph-request.ts';
import type { ResourceRow } from './resource-rows.ts';

/**
 * Which rows the caller sees: those in the subscriptions that are asked for (all, when none are named) and that it may
 * read. What it may not read is silently missing; 403 only when it may read none of the subscriptions (page "Overview
 * of Azure Resource Graph", azure-sdk-for-java#29924).
 */
export function readableRows(
  context: SimContext,
  access: AccessRules,
  request: ArmRequest,
  body: GraphRequest,
): (row: ResourceRow) => boolean {
  const asked = subscriptionsOf(context, request, body);
  const { name } = request.principal;
  const readable = asked.filter(
    (id) =>
      context.subscriptions.has(id) &&
      access.allows(name, 'Microsoft.Resources/subscriptions/read', `/subscriptions/${id}`),
  );
  if (readable.length === 0) {
    const message = 'Access is denied to the requested resource. The user might not have enough permission.';
    const details = [{ code: 'AccessDenied', message }];
    throw graphError(context, request, { status: 403, code: 'AccessDenied', details });
  }
  const scope = new Set(readable);
  return ({ subscriptionId, action, id }) => scope.has(subscriptionId) && access.allows(name, action, id);
}

/** Lower-case ids. */
function subscriptionsOf(context: SimContext, request: ArmRequest, body: GraphRequest): readonly string[] {
  const { subscriptions, managementGroups } = body;
  if (managementGroups !== undefined && managementGroups !== null) {
    // The tenant's root group is the only one that is here.
    const [other] = managementGroups.filter((id) => id.toLowerCase() !== context.tenantId.toLowerCase());
    if (other !== undefined) throw notHere(`management group '${other}'`);
    if (subscriptions !== undefined && subscriptions !== null) {
      const message = 'Subscriptions and management groups cannot be given together.';
      const details = [{ code: 'InvalidQueryRequest', message }];
      throw graphError(context, request, { status: 400, code: 'BadRequest', details });
    }
  }
  if (subscriptions?.length === 0) {
    // aztfexport#491
    const message = "There must be at least one subscription that is eligible to contain resources. Given: ''.";
    const details = [{ code: 'NoValidSubscriptionsInQueryRequest', message }];
    throw graphError(context, request, { status: 400, code: 'BadRequest', details });
  }
  return subscriptions?.map((id) => id.toLowerCase()) ?? [...context.subscriptions.keys()];
}

/** 501 for a part of the request that the simulator does not have. */
export function notHere(what: string) {
  return armError(501, 'SimulatorRouteUnknown', `The Azure simulator has no ${what} in Resource Graph.`);
}
