import type { SharedType } from '../write/shared-resource.ts';

/** Types that Resource Graph shows us of, and that have a GET of their own. */
const types: readonly SharedType[] = [
  'Microsoft.ManagedIdentity/userAssignedIdentities',
  'Microsoft.OperationalInsights/workspaces',
  'Microsoft.OperationsManagement/solutions',
  'Microsoft.Insights/dataCollectionRules',
  'Microsoft.EventGrid/systemTopics',
];

const groupPattern = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i;
const resourcePattern = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/([^/]+\/[^/]+)\/[^/]+$/i;

/** The type of a resource that `ResourceFacts` tells of, from its ARM id; undefined for every other id. */
export function sharedTypeOf(resourceId: string): SharedType | undefined {
  if (groupPattern.test(resourceId)) return 'Microsoft.Resources/subscriptions/resourceGroups';
  const [, type] = resourcePattern.exec(resourceId) ?? [];
  return types.find((known) => known.toLowerCase() === type?.toLowerCase());
}
