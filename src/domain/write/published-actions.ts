/** Every ARM operation that changes something and that this product may call. A review of our rights starts here. */
export const publishedActions = [
  'Microsoft.Compute/virtualMachines/write',
  'Microsoft.Compute/virtualMachines/extensions/write',
  'Microsoft.Compute/virtualMachines/extensions/delete',
  'Microsoft.HybridCompute/machines/extensions/write',
  'Microsoft.HybridCompute/machines/extensions/delete',
  'Microsoft.Insights/dataCollectionRuleAssociations/write',
  'Microsoft.Security/pricings/write',
  'Microsoft.Security/settings/write',
  'Microsoft.Resources/subscriptions/resourceGroups/write',
  'Microsoft.ManagedIdentity/userAssignedIdentities/write',
  'Microsoft.Authorization/locks/write',
  'Microsoft.OperationalInsights/workspaces/write',
  'Microsoft.OperationsManagement/solutions/write',
  'Microsoft.Insights/dataCollectionRules/write',
  'Microsoft.EventGrid/systemTopics/write',
  'Microsoft.EventGrid/systemTopics/eventSubscriptions/write',
  'Microsoft.EventGrid/register/action',
  'Microsoft.Insights/register/action',
  'Microsoft.ManagedIdentity/register/action',
  'Microsoft.OperationalInsights/register/action',
  'Microsoft.OperationsManagement/register/action',
  'Microsoft.Security/register/action',
] as const;

/** What ARM asks for on other resources that such a write names. */
export const publishedLinkedActions = [
  'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
  'Microsoft.Insights/dataCollectionRules/read',
  'Microsoft.EventGrid/EventSubscriptions/Write',
] as const;
export type PublishedLinkedAction = (typeof publishedLinkedActions)[number];

export function isPublishedAction(action: string): boolean {
  return publishedActions.some((published) => published === action);
}
