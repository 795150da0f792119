import { mayDo } from '../core/request/may-do.ts';
import { subscriptionNotFound } from '../core/request/not-found.ts';
import { pageOf } from '../core/request/page.ts';
import type { Principal } from '../core/request/principals.ts';
import type { Subscription } from '../core/store/subscription.ts';
import type { Family, JsonObject, SimContext } from '../core/types.ts';

const operation = 'Microsoft.Resources/subscriptions/read';

/** Subscriptions and the tenant: read only; `/_sim/subscriptions` and the seed make them. */
export const subscriptionFamily: Family = (context) => [
  {
    method: 'GET',
    path: '/subscriptions',
    operation,
    source: 'Azure REST API, Subscriptions - List',
    executes: ['$skiptoken'],
    handle: (request) => pageOf(request, readableSubscriptions(context, request.principal), subscriptionJson),
  },
  {
    method: 'GET',
    path: '/subscriptions/{subscriptionId}',
    operation,
    source: 'Azure REST API, Subscriptions - Get',
    handle: (request) => {
      const id = request.param('subscriptionId');
      const subscription = context.subscriptions.get(id.toLowerCase());
      if (subscription === undefined) throw subscriptionNotFound(id);
      return { status: 200, body: subscriptionJson(subscription) };
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

/** Those of the caller's tenant that it may read; of others nothing is said. */
function readableSubscriptions(context: SimContext, principal: Principal): readonly Subscription[] {
  return [...context.subscriptions.values()].filter(
    ({ id, tenantId }) =>
      tenantId.toLowerCase() === principal.tenantId.toLowerCase() &&
      mayDo(context, principal, operation, `/subscriptions/${id}`),
  );
}

function subscriptionJson(subscription: Subscription): JsonObject {
  return {
    id: `/subscriptions/${subscription.id}`,
    subscriptionId: subscription.id,
    tenantId: subscription.tenantId,
    displayName: subscription.displayName,
    state: subscription.state,
    subscriptionPolicies: subscriptionPolicies(subscription),
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    tags: subscription.tags,
  };
}

/** What ARM and Resource Graph tell of the offer. */
export function subscriptionPolicies({ quotaId }: Subscription): JsonObject {
  return { locationPlacementId: 'Public_2014-09-01', quotaId, spendingLimit: 'Off' };
}
