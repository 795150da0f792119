import { mayDo } from '../core/request/may-do.ts';
import type { Principal } from '../core/request/principals.ts';
import type { Subscription } from '../core/store/subscription.ts';
import type { JsonObject, SimContext } from '../core/types.ts';
import { type ManagementGroup, managementGroupId } from './management-groups.ts';

export const groupType = 'Microsoft.Management/managementGroups';

/** The subscriptions that stand right under a group, of those that the caller may read. */
export function subscriptionsUnder(context: SimContext, principal: Principal, name: string): readonly Subscription[] {
  return [...context.subscriptions.values()].filter(
    ({ id, managementGroup }) =>
      managementGroup?.toLowerCase() === name.toLowerCase() &&
      mayDo(context, principal, 'Microsoft.Resources/subscriptions/read', `/subscriptions/${id}`),
  );
}

/** A group without its children, as lists show it. */
export function groupSummary(context: SimContext, { name, displayName }: ManagementGroup): JsonObject {
  const properties = { tenantId: context.tenantId, displayName };
  return { id: managementGroupId(name), type: groupType, name, properties };
}

/** A group as its GET answers it (REST API 2023-04-01, example "GetManagementGroup"). */
export function groupJson(context: SimContext, group: ManagementGroup): JsonObject {
  const parent = context.managementGroups.get(group.parent ?? '');
  const details = {
    version: group.version,
    updatedTime: new Date(group.updatedAtMs).toISOString(),
    updatedBy: group.updatedBy,
    parent:
      parent === undefined
        ? undefined
        : { id: managementGroupId(parent.name), name: parent.name, displayName: parent.displayName },
  };
  const summary = { tenantId: context.tenantId, displayName: group.displayName };
  return { ...groupSummary(context, group), properties: { ...summary, details } };
}

/** Groups and subscriptions right under a group, and with `recurse` everything below them. */
export function childrenJson(
  context: SimContext,
  principal: Principal,
  name: string,
  recurse: boolean,
): readonly JsonObject[] {
  const groups = context.managementGroups.childrenOf(name).map((child): JsonObject => {
    const below = recurse ? childrenJson(context, principal, child.name, true) : [];
    const children = below.length === 0 ? undefined : below;
    const { displayName } = child;
    return { id: managementGroupId(child.name), type: groupType, name: child.name, displayName, children };
  });
  const subscriptions = subscriptionsUnder(context, principal, name).map(
    ({ id, displayName }): JsonObject => ({
      id: `/subscriptions/${id}`,
      type: '/subscriptions',
      name: id,
      displayName,
    }),
  );
  return [...groups, ...subscriptions];
}
