import { isObject, objectAt, textAt } from '../core/json.ts';
import type { ArmRequest } from '../core/types.ts';

/** A right that a write needs on other resources than its own. */
export interface LinkedAction {
  readonly action: string;
  readonly scopes: readonly string[];
}

/**
 * Rights on other resources that a write needs: `assign` on each user-assigned identity it names, `read` on the
 * rule of an association. Sources: Azure docs, "Managed identities FAQ" and "Manage data collection rule associations".
 */
export function linkedActions(request: Pick<ArmRequest, 'body'> & { readonly method: string }): LinkedAction[] {
  if (request.method !== 'PUT' && request.method !== 'PATCH') return [];
  const body = isObject(request.body) ? request.body : undefined;
  const identities = objectAt(objectAt(body, 'identity'), 'userAssignedIdentities');
  const named = Object.entries(identities ?? {}).filter(([, value]) => value !== null);
  const rule = textAt(objectAt(body, 'properties'), 'dataCollectionRuleId');
  return [
    {
      action: 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
      scopes: named.map(([identity]) => identity),
    },
    { action: 'Microsoft.Insights/dataCollectionRules/read', scopes: rule === undefined ? [] : [rule] },
  ];
}
