import type { Subscription } from '../core/store/subscription.ts';
import type { JsonObject, SimContext } from '../core/types.ts';
import { groupType } from '../management/management-group-json.ts';
import { type ManagementGroup, managementGroupId } from '../management/management-groups.ts';
import { subscriptionPolicies } from '../resources/subscriptions.ts';
import type { ResourceRow } from './resource-rows.ts';

const table = 'resourcecontainers';

/** Subscriptions and management groups as Resource Graph shows them (page "Azure Resource Graph table reference"). */
export function containerRows(context: SimContext): readonly ResourceRow[] {
  return [
    ...[...context.subscriptions.values()].map((subscription) => subscriptionRow(context, subscription)),
    ...context.managementGroups.all().map((group) => groupRow(context, group)),
  ];
}

/** Its ancestors stand with the nearest first and the root group last. */
function subscriptionRow(context: SimContext, subscription: Subscription): ResourceRow {
  const { id, displayName, state, tenantId, managementGroup, tags } = subscription;
  const properties: JsonObject = {
    state,
    subscriptionPolicies: subscriptionPolicies(subscription),
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    managementGroupAncestorsChain: context.managementGroups.chainFrom(managementGroup).map(elementOf),
  };
  const type = 'microsoft.resources/subscriptions';
  return {
    table,
    id: `/subscriptions/${id}`,
    action: 'Microsoft.Resources/subscriptions/read',
    subscriptionId: id.toLowerCase(),
    values: { id: `/subscriptions/${id}`, name: displayName, type, tenantId, subscriptionId: id, tags, properties },
  };
}

/** The ancestors of a group stand in its details, without itself (page "Sample Azure Resource Graph queries"). */
function groupRow(context: SimContext, { name, displayName, parent }: ManagementGroup): ResourceRow {
  const { tenantId, managementGroups } = context;
  const above = managementGroups.chainFrom(parent);
  const [nearest] = above;
  const details: JsonObject = {
    parent: nearest === undefined ? undefined : { id: managementGroupId(nearest.name), ...elementOf(nearest) },
    managementGroupAncestorsChain: above.map(elementOf),
    managementGroupAncestors: above.map((group) => group.name),
  };
  const id = managementGroupId(name);
  const properties = { tenantId, displayName, details };
  return {
    table,
    id,
    action: `${groupType}/read`,
    subscriptionId: '',
    managementGroup: name,
    values: { id, name, type: groupType.toLowerCase(), tenantId, subscriptionId: '', properties },
  };
}

/** One element of a chain of ancestors. */
function elementOf({ name, displayName }: ManagementGroup): JsonObject {
  return { displayName, name };
}
