/** What an operation on a resource means for the machine it belongs to. */
export type WatchedTarget = 'machine' | 'extension' | 'association';

/**
 * The operations after which a machine is owed a look, lower-case. Event Grid filters on these names too.
 * Source: Azure resource provider operations; Event Grid "Azure subscription as an event source".
 */
export const watchedOperations: Readonly<Record<string, WatchedTarget>> = {
  'microsoft.compute/virtualmachines/write': 'machine',
  'microsoft.compute/virtualmachines/delete': 'machine',
  'microsoft.compute/virtualmachines/start/action': 'machine',
  'microsoft.compute/virtualmachines/restart/action': 'machine',
  'microsoft.compute/virtualmachines/poweroff/action': 'machine',
  'microsoft.compute/virtualmachines/deallocate/action': 'machine',
  'microsoft.compute/virtualmachines/redeploy/action': 'machine',
  'microsoft.compute/virtualmachines/reapply/action': 'machine',
  'microsoft.compute/virtualmachines/reimage/action': 'machine',
  'microsoft.compute/virtualmachines/extensions/write': 'extension',
  'microsoft.compute/virtualmachines/extensions/delete': 'extension',
  'microsoft.hybridcompute/machines/write': 'machine',
  'microsoft.hybridcompute/machines/delete': 'machine',
  'microsoft.hybridcompute/machines/extensions/write': 'extension',
  'microsoft.hybridcompute/machines/extensions/delete': 'extension',
  'microsoft.insights/datacollectionruleassociations/write': 'association',
  'microsoft.insights/datacollectionruleassociations/delete': 'association',
  // On what bears the tags: a machine's choose its profile, and can tell its owner.
  'microsoft.resources/tags/write': 'machine',
  'microsoft.resources/tags/delete': 'machine',
};
