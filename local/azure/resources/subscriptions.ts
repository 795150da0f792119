import { subscriptionNotFound } from '../core/request/not-found.ts';
import type { Family, JsonObject, SimContext, Subscription } from '../core/types.ts';

/** Subscriptions and the tenant: read only, they come from the seed. */
export const subscriptionFamily: Family = (context) => [
  {
    method: 'GET',
    path: '/subscriptions',
    operation: 'Microsoft.Resources/subscriptions/read',
    source: 'Azure REST API, Subscriptions - List',
    handle: () => ({
      status: 200,
      body: {
        value: [...context.subscriptions.values()].map((subscription) => subscriptionJson(context, subscription)),
      },
    }),
  },
  {
    method: 'GET',
    path: '/subscriptions/{subscriptionId}',
    operation: 'Microsoft.Resources/subscriptions/read',
    source: 'Azure REST API, Subscriptions - Get',
    handle: (request) => {
      const id = request.param('subscriptionId');
      const subscription = context.subscriptions.get(id.toLowerCase());
      if (subscription === undefined) throw subscriptionNotFound(id);
      return { status: 200, body: subscriptionJson(context, subscription) };
    },
  },
  {
    method: 'GET',
    path: '/tenants',
    operation: 'Microsoft.Resources/tenants/read',
    source: 'Azure REST API, Tenants - List',
    handle: () => ({
      status: 200,
      body: { value: [{ id: `/tenants/${context.tenantId}`, tenantId: context.tenantId, displayName: 'Local' }] },
    }),
  },
];

function subscriptionJson(context: SimContext, subscription: Subscription): JsonObject {
  return {
    id: `/subscriptions/${subscription.id}`,
    subscriptionId: subscription.id,
    tenantId: context.tenantId,
    displayName: subscription.displayName,
    state: subscription.state,
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'PayAsYouGo_2014-09-01',
      spendingLimit: 'Off',
    },
    authorizationSource: 'RoleBased',
    managedByTenants: [],
  };
}
