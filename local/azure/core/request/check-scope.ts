import { checkRegistration } from '../../resources/provider-registration.ts';
import { parseArmId } from '../store/arm-id.ts';
import { isWritable, type Subscription } from '../store/subscription.ts';
import type { ArmRequest, SimContext } from '../types.ts';
import { ArmError, armError } from './arm-error.ts';
import { groupBeingDeleted, groupNotFound, subscriptionNotFound } from './not-found.ts';

/**
 * What ARM checks before a provider sees the request: subscription, tenant, rights and locks, state, registration,
 * resource group. A
 * disabled subscription can be read and deleted from (page "Azure subscription states").
 */
export function checkScope(context: SimContext, request: ArmRequest): void {
  const { subscriptionId, groupName } = parseArmId(request.path);
  if (subscriptionId === undefined) {
    authorize(context, request);
    return;
  }
  const subscription = context.subscriptions.get(subscriptionId.toLowerCase());
  if (subscription === undefined) throw subscriptionNotFound(subscriptionId);
  checkTenant(request, subscription);
  authorize(context, request);
  const isWrite = request.method === 'PUT' || request.method === 'PATCH' || request.method === 'POST';
  if (isWrite && !isWritable(subscription)) {
    throw armError(
      409,
      'ReadOnlyDisabledSubscription',
      `The subscription '${subscriptionId}' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled.`,
    );
  }
  checkRegistration(request, subscription);
  const group = context.groups.get(`/subscriptions/${subscriptionId}/resourceGroups/${groupName}`);
  if (isWrite && group?.provisioningState === 'Deleting') throw groupBeingDeleted(group.name);
  const isGroupItself = /\/resourcegroups\/[^/]+\/?$/i.test(request.path);
  if (groupName === undefined || isGroupItself) return;
  if (group === undefined) throw groupNotFound(groupName);
}

/** 401 for a token of another tenant than the subscription's. Text: Azure/azure-sdk-for-net#49391, Azure/LogicAppsUX#9068. */
function checkTenant({ principal }: ArmRequest, { tenantId }: Subscription): void {
  if (principal.tenantId.toLowerCase() === tenantId.toLowerCase()) return;
  const code = 'InvalidAuthenticationTokenTenant';
  const message = `The access token is from the wrong issuer 'https://sts.windows.net/${principal.tenantId}/'. It must match the tenant 'https://sts.windows.net/${tenantId}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${tenantId}' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.`;
  const challenge = `Bearer authorization_uri="https://login.windows.net/${tenantId}", error="invalid_token", error_description="The access token is from the wrong issuer. It must match the tenant associated with this subscription."`;
  throw new ArmError(401, { code, message }, { 'www-authenticate': challenge });
}

function authorize(context: SimContext, request: ArmRequest): void {
  for (const hook of context.hooks.authorize) hook(request);
}
