import { parseArmId } from '../store/arm-id.ts';
import type { ArmRequest, SimContext } from '../types.ts';
import { armError } from './arm-error.ts';
import { groupNotFound, subscriptionNotFound } from './not-found.ts';

/** What ARM checks before a provider sees the request: subscription, rights and locks, resource group. */
export function checkScope(context: SimContext, request: ArmRequest): void {
  const { subscriptionId, groupName } = parseArmId(request.path);
  if (subscriptionId === undefined) {
    authorize(context, request);
    return;
  }
  const subscription = context.subscriptions.get(subscriptionId.toLowerCase());
  if (subscription === undefined) throw subscriptionNotFound(subscriptionId);
  authorize(context, request);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead && subscription.state !== 'Enabled' && subscription.state !== 'PastDue') {
    throw armError(
      409,
      'ReadOnlyDisabledSubscription',
      `The subscription '${subscriptionId}' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled.`,
    );
  }
  const isGroupItself = /\/resourcegroups\/[^/]+\/?$/i.test(request.path);
  if (groupName === undefined || isGroupItself) return;
  const group = context.groups.get(`/subscriptions/${subscriptionId}/resourceGroups/${groupName}`);
  if (group === undefined) throw groupNotFound(groupName);
}

function authorize(context: SimContext, request: ArmRequest): void {
  for (const hook of context.hooks.authorize) hook(request);
}
