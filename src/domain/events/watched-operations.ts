/** What an operation on a resource means for the machine it belongs to. */
export type WatchedTarget = 'machine' | 'extension' | 'association';

/**
 * The operations after which a machine is owed a look, lower-case.
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
  // Of a set, and of the instances of a Uniform one, which belong to it.
  'microsoft.compute/virtualmachinescalesets/write': 'machine',
  'microsoft.compute/virtualmachinescalesets/delete': 'machine',
  'microsoft.compute/virtualmachinescalesets/manualupgrade/action': 'machine',
  'microsoft.compute/virtualmachinescalesets/start/action': 'machine',
  'microsoft.compute/virtualmachinescalesets/reimage/action': 'machine',
  'microsoft.compute/virtualmachinescalesets/reimageall/action': 'machine',
  'microsoft.compute/virtualmachinescalesets/extensions/write': 'extension',
  'microsoft.compute/virtualmachinescalesets/extensions/delete': 'extension',
  'microsoft.compute/virtualmachinescalesets/virtualmachines/write': 'machine',
  'microsoft.compute/virtualmachinescalesets/virtualmachines/extensions/write': 'extension',
  'microsoft.compute/virtualmachinescalesets/virtualmachines/extensions/delete': 'extension',
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

/**
 * What an operation means for the subscription of its resource. Whatever is shared by machines counts only where it may
 * be an object that we use: `concerned-subscription.ts` tells by the id.
 */
export type SubscriptionPart = 'defender' | 'tags' | 'group' | 'identity' | 'lock' | 'collection' | 'topic' | 'wiring';

/**
 * The operations after which a subscription is owed a look, lower-case; of tags both may be meant.
 * Source: Azure resource provider operations (Resource Manager names a change `<type>/write` or `<type>/delete`).
 */
export const subscriptionOperations: Readonly<Record<string, SubscriptionPart>> = {
  // The plan, also that of single resources; its settings; connectors of other clouds.
  ...changesOf('microsoft.security/pricings', 'defender'),
  'microsoft.security/settings/write': 'defender',
  'microsoft.security/autoprovisioningsettings/write': 'defender',
  ...changesOf('microsoft.security/servervulnerabilityassessmentssettings', 'defender'),
  ...changesOf('microsoft.security/securityconnectors', 'defender'),
  ...changesOf('microsoft.resources/tags', 'tags'),
  ...changesOf('microsoft.resources/subscriptions/resourcegroups', 'group'),
  ...changesOf('microsoft.managedidentity/userassignedidentities', 'identity'),
  ...changesOf('microsoft.authorization/locks', 'lock'),
  ...changesOf('microsoft.operationalinsights/workspaces', 'collection'),
  ...changesOf('microsoft.operationsmanagement/solutions', 'collection'),
  ...changesOf('microsoft.insights/datacollectionrules', 'collection'),
  ...changesOf('microsoft.insights/datacollectionendpoints', 'collection'),
  ...changesOf('microsoft.eventgrid/systemtopics', 'topic'),
  ...changesOf('microsoft.eventgrid/systemtopics/eventsubscriptions', 'wiring'),
};

function changesOf(type: string, part: SubscriptionPart): Readonly<Record<string, SubscriptionPart>> {
  return { [`${type}/write`]: part, [`${type}/delete`]: part };
}
