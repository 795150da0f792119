/** Event Grid takes so many values over all advanced filters of one event subscription ("Event filtering"). */
const mostValues = 25;

/** The member `filter` of an event subscription, as its API has it (2025-02-15). */
export interface EventFilter {
  readonly includedEventTypes: readonly string[];
  /** All must match; of the values of one filter any. */
  readonly advancedFilters: readonly AdvancedFilter[];
}

export interface AdvancedFilter {
  readonly operatorType: 'StringBeginsWith' | 'StringNotIn';
  readonly key: string;
  readonly values: readonly string[];
}

/** Failures too: an extension that could not be changed may be left broken. Cancelled changes tell nothing. */
const eventTypes = [
  'Microsoft.Resources.ResourceWriteSuccess',
  'Microsoft.Resources.ResourceDeleteSuccess',
  'Microsoft.Resources.ResourceActionSuccess',
  'Microsoft.Resources.ResourceWriteFailure',
  'Microsoft.Resources.ResourceDeleteFailure',
];

/** How the watched operations begin: one value for many, so that the limit leaves room for more. */
const operationPrefixes = [
  // Scale sets as well.
  'Microsoft.Compute/virtualMachine',
  'Microsoft.HybridCompute/machines',
  // Rules, endpoints and associations.
  'Microsoft.Insights/dataCollection',
  'Microsoft.Security/',
  'Microsoft.Resources/tags/',
  'Microsoft.Resources/subscriptions/resourceGroups/',
  'Microsoft.ManagedIdentity/userAssignedIdentities/',
  'Microsoft.Authorization/locks/',
  // Not below them: keys are read and tables are changed all the time.
  'Microsoft.OperationalInsights/workspaces/write',
  'Microsoft.OperationalInsights/workspaces/delete',
  'Microsoft.OperationsManagement/solutions/',
  'Microsoft.EventGrid/systemTopics/',
];

/**
 * The filter of our event subscription: what is watched by others than us. Events without a caller pass, because
 * `StringNotIn` matches where the key is missing; object ids cannot be filtered on, because their claim has dots in its
 * name (Event Grid, "Event filtering"). So our own events are recognized once more when they come.
 * @param ownAppIds application ids of our own principals; object ids among them do no harm. Those above the limit of
 * values are left out.
 */
export function filterOf(ownAppIds: readonly string[]): EventFilter {
  const room = mostValues - operationPrefixes.length;
  const others = [...new Set(ownAppIds.map((id) => id.toLowerCase()))].slice(0, room);
  const watched = { operatorType: 'StringBeginsWith', key: 'data.operationName', values: operationPrefixes } as const;
  const notOurs = { operatorType: 'StringNotIn', key: 'data.claims.appid', values: others } as const;
  return { includedEventTypes: eventTypes, advancedFilters: others.length === 0 ? [watched] : [watched, notOurs] };
}
