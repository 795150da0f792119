import { isObject, objectAt, textAt } from '../core/json.ts';
import type { ArmRequest } from '../core/types.ts';
import { linkedEndpoints } from '../event-grid/destination.ts';

/** A right that a write needs on other resources than its own. */
export interface LinkedAction {
  readonly action: string;
  readonly scopes: readonly string[];
}

/**
 * Rights on other resources that a write needs: `assign` on each user-assigned identity it names, `read` on the rule of
 * an association, writing event subscriptions on where an event subscription delivers. Sources: Azure docs, "Managed
 * identities FAQ", "Manage data collection rule associations" and "Authorizing access to Event Grid resources".
 */
export function linkedActions(request: Pick<ArmRequest, 'body'> & { readonly method: string }): LinkedAction[] {
  if (request.method !== 'PUT' && request.method !== 'PATCH') return [];
  const body = isObject(request.body) ? request.body : undefined;
  const identities = objectAt(objectAt(body, 'identity'), 'userAssignedIdentities');
  const named = Object.entries(identities ?? {}).filter(([, value]) => value !== null);
  const rule = textAt(objectAt(body, 'properties'), 'dataCollectionRuleId');
  // A PATCH of an event subscription names its members without `properties`.
  const endpoints = linkedEndpoints(objectAt(body, 'properties') ?? body ?? {});
  return [
    {
      action: 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
      scopes: named.map(([identity]) => identity),
    },
    { action: 'Microsoft.Insights/dataCollectionRules/read', scopes: rule === undefined ? [] : [rule] },
    { action: 'Microsoft.EventGrid/EventSubscriptions/Write', scopes: endpoints },
  ];
}
