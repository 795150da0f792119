import { armError } from '../core/request/arm-error.ts';
import { mayDo } from '../core/request/may-do.ts';
import type { Principal } from '../core/request/principals.ts';
import type { ArmRequest, SimContext } from '../core/types.ts';
import { managementGroupsAbove } from '../management/groups-above.ts';
import { groupType } from '../management/management-group-json.ts';
import { managementGroupId } from '../management/management-groups.ts';
import { graphError } from './graph-errors.ts';
import type { GraphRequest } from './graph-request.ts';
import type { ResourceRow } from './resource-rows.ts';

/**
 * Which rows the caller sees: those in the subscriptions or management groups that are asked for (all, when none are
 * named) and that it may read. What it may not read is silently missing; 403 only when it may read none of the scopes
 * (page "Overview of Azure Resource Graph", azure-sdk-for-java#29924). Rows of management groups belong to no
 * subscription.
 */
export function readableRows(
  context: SimContext,
  request: ArmRequest,
  body: GraphRequest,
): (row: ResourceRow) => boolean {
  const asked = scopesOf(context, request, body);
  const isAbove = body.options?.authorizationScopeFilter === 'AtScopeAboveAndBelow';
  const scopes = isAbove ? withGroupsAbove(context, asked) : asked;
  const { principal } = request;
  const subscriptions = new Set(scopes.subscriptions.filter((id) => isReadable(context, principal, id)));
  const groups = new Set(
    scopes.groups.filter((name) => mayDo(context, principal, `${groupType}/read`, managementGroupId(name))),
  );
  if (subscriptions.size === 0 && groups.size === 0) {
    const message = 'Access is denied to the requested resource. The user might not have enough permission.';
    const details = [{ code: 'AccessDenied', message }];
    throw graphError(context, request, { status: 403, code: 'AccessDenied', details });
  }
  return ({ subscriptionId, managementGroup, action, id }) =>
    (managementGroup === undefined ? subscriptions.has(subscriptionId) : groups.has(managementGroup)) &&
    mayDo(context, principal, action, id);
}

/** A subscription of the caller's tenant that it may read. */
function isReadable(context: SimContext, principal: Principal, id: string): boolean {
  const subscription = context.subscriptions.get(id);
  const isOfTenant = subscription?.tenantId.toLowerCase() === principal.tenantId.toLowerCase();
  return isOfTenant && mayDo(context, principal, 'Microsoft.Resources/subscriptions/read', `/subscriptions/${id}`);
}

/** Ids that management groups can have ("Naming rules and restrictions for Azure resources"); one that is merely unknown has no other answer than 403. */
const groupName = /^[a-z0-9](?:[a-z0-9_().-]{0,88}[a-z0-9_()-])?$/i;

interface GraphScopes {
  /** Lower-case ids. */
  readonly subscriptions: readonly string[];
  /** Names of management groups. */
  readonly groups: readonly string[];
}

function scopesOf(context: SimContext, request: ArmRequest, body: GraphRequest): GraphScopes {
  const { subscriptions, managementGroups } = body;
  const refuse = (code: string, message: string) =>
    graphError(context, request, { status: 400, code: 'BadRequest', details: [{ code, message }] });
  if (managementGroups !== undefined && managementGroups !== null) {
    if (subscriptions !== undefined && subscriptions !== null) {
      throw refuse('InvalidQueryRequest', 'Subscriptions and management groups cannot be given together.');
    }
    if (!managementGroups.every((name) => groupName.test(name))) {
      // rubrikinc/rubrik-sizing-scripts#87, of one group; that the words name every one that was given has no source.
      const given = managementGroups.map((name) => `'${name}'`).join(', ');
      const message = `The provided management groups must be valid. Given: ${given}.`;
      throw refuse('ManagementGroupsContainInvalidIds', message);
    }
    return scopesWithin(context, managementGroups);
  }
  if (subscriptions?.length === 0) {
    // aztfexport#491
    const message = "There must be at least one subscription that is eligible to contain resources. Given: ''.";
    throw refuse('NoValidSubscriptionsInQueryRequest', message);
  }
  if (subscriptions !== undefined && subscriptions !== null) {
    return { subscriptions: subscriptions.map((id) => id.toLowerCase()), groups: [] };
  }
  return scopesWithin(context, [context.managementGroups.rootName]);
}

/** Everything at and below the groups: `AtScopeAndBelow` is the default. */
function scopesWithin(context: SimContext, names: readonly string[]): GraphScopes {
  const tree = context.managementGroups;
  const isAsked = (name: string | undefined): boolean => names.some((above) => tree.isWithin(name, above));
  return {
    subscriptions: [...context.subscriptions]
      .filter(([, { managementGroup }]) => isAsked(managementGroup))
      .map(([id]) => id),
    groups: tree.all().flatMap(({ name }) => (isAsked(name) ? [name] : [])),
  };
}

/** `AtScopeAboveAndBelow`: what is written at the groups above, such as policies that are inherited, is shown too. */
function withGroupsAbove(context: SimContext, { subscriptions, groups }: GraphScopes): GraphScopes {
  const scopes = [...subscriptions.map((id) => `/subscriptions/${id}`), ...groups.map(managementGroupId)];
  const above = scopes.flatMap((scope) => managementGroupsAbove(context, scope));
  const names = above.map((id) => id.slice(managementGroupId('').length));
  return { subscriptions, groups: [...new Set([...groups, ...names])] };
}

/** 501 for a part of the request that the simulator does not have. */
export function notHere(what: string) {
  return armError(501, 'SimulatorRouteUnknown', `The Azure simulator has no ${what} in Resource Graph.`);
}
