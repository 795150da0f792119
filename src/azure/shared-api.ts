import type { SharedType } from '../domain/write/shared-resource.ts';
import { apiVersions } from './api-versions.ts';

const versions: Readonly<Record<SharedType, string>> = {
  'Microsoft.Resources/subscriptions/resourceGroups': apiVersions.resources,
  'Microsoft.ManagedIdentity/userAssignedIdentities': apiVersions.managedIdentity,
  'Microsoft.Authorization/locks': apiVersions.locks,
  'Microsoft.OperationalInsights/workspaces': apiVersions.workspaces,
  'Microsoft.OperationsManagement/solutions': apiVersions.solutions,
  'Microsoft.Insights/dataCollectionRules': apiVersions.monitor,
  'Microsoft.EventGrid/systemTopics': apiVersions.eventGrid,
  'Microsoft.EventGrid/systemTopics/eventSubscriptions': apiVersions.eventGrid,
};

/** How a type of what a subscription is given is asked for and written. */
export function sharedApi(type: SharedType): { readonly apiVersion: string; readonly provider: string } {
  return { apiVersion: versions[type], provider: type.slice(0, type.indexOf('/')) };
}
