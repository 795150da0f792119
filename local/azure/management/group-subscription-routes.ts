import { subscriptionNotFound } from '../core/request/not-found.ts';
import { pageOf } from '../core/request/page.ts';
import { isOwnTenant, type Subscription } from '../core/store/subscription.ts';
import type { ArmRequest, Family, JsonObject, SimContext } from '../core/types.ts';
import { findGroup } from './find-group.ts';
import { groupType, subscriptionsUnder } from './management-group-json.ts';
import { managementGroupId } from './management-groups.ts';

const type = `${groupType}/subscriptions`;
const all = `/providers/${groupType}/{groupId}/subscriptions`;
const one = `${all}/{subscriptionId}`;

/**
 * Which subscriptions are in a group. Whether such a move reaches any Event Grid topic has no public source: none is told.
 */
export const groupSubscriptionFamily: Family = (context) => [
  {
    method: 'GET',
    path: all,
    operation: `${type}/read`,
    source: 'Management Groups REST API, Management Group Subscriptions - Get All',
    executes: ['$skiptoken'],
    handle: (request) => {
      const { name } = findGroup(context, request, `${type}/read`);
      return pageOf(request, subscriptionsUnder(context, request.principal, name), memberJson);
    },
  },
  {
    method: 'PUT',
    path: one,
    operation: `${type}/write`,
    source: 'Management Groups REST API, Management Group Subscriptions - Create',
    handle: (request) => {
      const group = findGroup(context, request, `${type}/write`);
      const subscription = findSubscription(context, request);
      subscription.managementGroup = group.name;
      return { status: 200, body: memberJson(subscription) };
    },
  },
  {
    method: 'DELETE',
    path: one,
    operation: `${type}/delete`,
    source: 'Management Groups REST API, Management Group Subscriptions - Delete: it goes to the root group',
    handle: (request) => {
      const group = findGroup(context, request, `${type}/delete`);
      const subscription = findSubscription(context, request);
      if (subscription.managementGroup !== group.name) return { status: 204 };
      subscription.managementGroup = context.managementGroups.rootName;
      return { status: 200 };
    },
  },
];

function findSubscription(context: SimContext, request: ArmRequest): Subscription {
  const id = request.param('subscriptionId');
  const subscription = context.subscriptions.get(id.toLowerCase());
  if (subscription === undefined || !isOwnTenant(context, subscription.tenantId)) throw subscriptionNotFound(id);
  return subscription;
}

/** As the example "AddManagementGroupSubscription" of REST API 2023-04-01 shows it; its state is the portal's word. */
function memberJson({ id, displayName, state, tenantId, managementGroup }: Subscription): JsonObject {
  const group = managementGroupId(managementGroup ?? '');
  return {
    id: `${group}/subscriptions/${id}`,
    type,
    name: id,
    properties: { displayName, parent: { id: group }, state: state === 'Enabled' ? 'Active' : state, tenant: tenantId },
  };
}
