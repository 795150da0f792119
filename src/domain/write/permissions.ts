/**
 * What of the app a permission is for; `featuresOf` tells which of them a fleet file uses. A new feature is named here
 * when the code that uses it lands.
 */
export const features = [
  'machines',
  'vmAgent',
  'arcAgent',
  'endpointPackage',
  'otherEndpointProtection',
  'machineTags',
  'vmIdentity',
  'scaleSets',
  'scaleSetAgent',
  'scaleSetLegacyAgent',
  'scaleSetIdentity',
  'scaleSetUpgrades',
  'builtInIdentity',
  'rules',
  'associations',
  'discovery',
  'workspaceReport',
  'subscriptions',
  'defenderPlan',
  'endpointSettings',
  'vulnerabilityAssessment',
  'legacyProvisioning',
  'sharedIdentities',
  'identityLocks',
  'defaultWorkspace',
  'namedWorkspace',
  'planOfWorkspace',
  'collectionRules',
  'eventWiring',
  'providerRegistration',
] as const;
export type Feature = (typeof features)[number];

/** Built-in roles of Azure that hold one of our actions (Azure docs, "Azure built-in roles"). */
export type BuiltInRole =
  | 'Azure Connected Machine Resource Administrator'
  | 'Contributor'
  | 'EventGrid Contributor'
  | 'Locks Contributor'
  | 'Log Analytics Contributor'
  | 'Managed Identity Contributor'
  | 'Managed Identity Operator'
  | 'Monitoring Contributor'
  | 'Reader'
  | 'Security Admin'
  | 'Tag Contributor'
  | 'User Access Administrator'
  | 'Virtual Machine Contributor';

/**
 * read, write: ARM checks it on what is read or written; linked: on another resource that a write names; data: on what
 * a service keeps, for which roles have data actions.
 */
export type Access = 'read' | 'write' | 'linked' | 'data';

/** What the role has to be assigned at, or above. */
export type ScopeKind =
  | 'machine'
  | 'scaleSet'
  | 'resourceGroup'
  | 'subscription'
  | 'userAssignedIdentity'
  | 'rule'
  | 'eventEndpoint';

/** One right that the app uses: ARM's action, for one feature, at one kind of scope. */
export interface Permission {
  readonly action: string;
  readonly feature: Feature;
  readonly access: Access;
  readonly scopeKind: ScopeKind;
  /** Built-in roles that have it, the one with the fewest other rights first. */
  readonly roles: readonly [BuiltInRole, ...BuiltInRole[]];
  /** Where Azure says that the action is needed, in words. */
  readonly source: string;
}

const reader = ['Reader'] as const;
const vmWriter = ['Virtual Machine Contributor', 'Contributor'] as const;
const arcWriter = ['Azure Connected Machine Resource Administrator', 'Contributor'] as const;
const ofCompute = 'Azure permissions for Compute';
const ofHybridCompute = 'Azure permissions for Hybrid + multicloud';
const ofManagement = 'Azure permissions for Management and governance';
const ofMonitor = 'Azure permissions for Monitor';
const ofSecurity = 'Azure permissions for Security';
const securityWriter = ['Security Admin', 'Contributor'] as const;
const ofEventGrid = 'Azure permissions for Integration';
const eventGridWriter = ['EventGrid Contributor', 'Contributor'] as const;
const monitoringWriter = ['Monitoring Contributor', 'Contributor'] as const;
const logsWriter = ['Log Analytics Contributor', 'Contributor'] as const;
const identityWriter = ['Managed Identity Contributor', 'Contributor'] as const;
const ofIdentity = 'Managed identities FAQ';

function reads(
  feature: Feature,
  scopeKind: ScopeKind,
  source: string,
  actions: readonly string[],
): readonly Permission[] {
  return actions.map((action) => ({ action, feature, access: 'read', scopeKind, roles: reader, source }));
}

function writes(
  feature: Feature,
  roles: Permission['roles'],
  source: string,
  actions: readonly string[],
  scopeKind: ScopeKind = 'machine',
): readonly Permission[] {
  return actions.map((action) => ({ action, feature, access: 'write', scopeKind, roles, source }));
}

/** How a change of a VM goes is asked of Compute, whatever was changed. */
const computeOperation = 'Microsoft.Compute/locations/operations/read';

/** Resource providers of what a subscription is given, with the roles that may register them. */
const registeredNamespaces: Readonly<Record<string, Permission['roles']>> = {
  'Microsoft.EventGrid': eventGridWriter,
  'Microsoft.Insights': monitoringWriter,
  'Microsoft.ManagedIdentity': ['Contributor'],
  'Microsoft.OperationalInsights': logsWriter,
  'Microsoft.OperationsManagement': logsWriter,
  'Microsoft.Security': securityWriter,
};

/** Every right that the app uses: nothing is sent that is not here, and a test finds what is here and never sent. */
export const permissions: readonly Permission[] = [
  ...reads('machines', 'machine', ofCompute, ['Microsoft.Compute/virtualMachines/read']),
  ...reads('machines', 'scaleSet', ofCompute, ['Microsoft.Compute/virtualMachineScaleSets/read']),
  ...reads('machines', 'machine', ofHybridCompute, [
    'Microsoft.HybridCompute/machines/read',
    'Microsoft.HybridCompute/machines/extensions/read',
  ]),
  ...reads('machines', 'resourceGroup', ofManagement, ['Microsoft.Resources/subscriptions/resourceGroups/read']),
  ...reads('machines', 'subscription', ofManagement, ['Microsoft.Resources/subscriptions/resources/read']),
  ...reads('machines', 'resourceGroup', ofManagement, ['Microsoft.Authorization/permissions/read']),
  ...reads('machines', 'userAssignedIdentity', 'Azure permissions for Identity', [
    'Microsoft.ManagedIdentity/userAssignedIdentities/read',
  ]),

  ...writes('vmAgent', vmWriter, ofCompute, [
    'Microsoft.Compute/virtualMachines/extensions/write',
    'Microsoft.Compute/virtualMachines/extensions/delete',
  ]),
  ...reads('vmAgent', 'subscription', ofCompute, [computeOperation]),
  ...writes('arcAgent', arcWriter, ofHybridCompute, [
    'Microsoft.HybridCompute/machines/extensions/write',
    'Microsoft.HybridCompute/machines/extensions/delete',
  ]),
  ...reads('arcAgent', 'subscription', ofHybridCompute, [
    'Microsoft.HybridCompute/locations/operationstatus/read',
    'Microsoft.HybridCompute/locations/operationresults/read',
  ]),

  ...writes('machineTags', ['Tag Contributor', 'Contributor'], ofManagement, ['Microsoft.Resources/tags/write']),
  ...reads('endpointPackage', 'subscription', ofSecurity, ['Microsoft.Security/mdeOnboardings/read']),
  ...reads('otherEndpointProtection', 'machine', 'Permissions in Azure Resource Graph', [
    'Microsoft.Security/assessments/read',
  ]),

  ...writes('vmIdentity', vmWriter, ofCompute, ['Microsoft.Compute/virtualMachines/write']),
  ...reads('vmIdentity', 'subscription', ofCompute, [computeOperation]),
  ...reads('scaleSets', 'scaleSet', ofCompute, ['Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read']),
  ...writes(
    'scaleSetAgent',
    vmWriter,
    ofCompute,
    ['Microsoft.Compute/virtualMachineScaleSets/extensions/write'],
    'scaleSet',
  ),
  ...writes(
    'scaleSetLegacyAgent',
    vmWriter,
    ofCompute,
    ['Microsoft.Compute/virtualMachineScaleSets/extensions/delete'],
    'scaleSet',
  ),
  ...reads('scaleSetAgent', 'subscription', ofCompute, [computeOperation]),
  ...writes('scaleSetIdentity', vmWriter, ofCompute, ['Microsoft.Compute/virtualMachineScaleSets/write'], 'scaleSet'),
  ...reads('scaleSetIdentity', 'subscription', ofCompute, [computeOperation]),
  ...writes(
    'scaleSetUpgrades',
    vmWriter,
    ofCompute,
    ['Microsoft.Compute/virtualMachineScaleSets/manualUpgrade/action'],
    'scaleSet',
  ),
  ...reads('scaleSetUpgrades', 'subscription', ofCompute, [computeOperation]),

  {
    action: 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
    feature: 'builtInIdentity',
    access: 'linked',
    scopeKind: 'userAssignedIdentity',
    roles: ['Managed Identity Operator', 'Contributor'],
    source: ofIdentity,
  },

  ...reads('rules', 'machine', ofMonitor, ['Microsoft.Insights/dataCollectionRuleAssociations/read']),
  ...reads('rules', 'rule', ofMonitor, ['Microsoft.Insights/dataCollectionRules/read']),
  ...writes('associations', monitoringWriter, ofMonitor, ['Microsoft.Insights/dataCollectionRuleAssociations/write']),
  {
    action: 'Microsoft.Insights/dataCollectionRules/read',
    feature: 'associations',
    access: 'linked',
    scopeKind: 'rule',
    roles: reader,
    source: 'Manage data collection rule associations in Azure Monitor',
  },

  ...reads('discovery', 'subscription', 'Permissions in Azure Resource Graph', [
    'Microsoft.ResourceGraph/resources/read',
    'Microsoft.Resources/subscriptions/read',
  ]),
  ...reads('discovery', 'machine', 'Permissions in Azure Resource Graph', [
    'Microsoft.Compute/virtualMachines/extensions/read',
  ]),

  ...reads('workspaceReport', 'subscription', 'Permissions in Azure Resource Graph', [
    'Microsoft.OperationalInsights/workspaces/read',
    'Microsoft.OperationsManagement/solutions/read',
    'Microsoft.Insights/dataCollectionRules/read',
  ]),
  ...reads('workspaceReport', 'machine', 'Permissions in Azure Resource Graph', [
    'Microsoft.Insights/dataCollectionRuleAssociations/read',
  ]),
  ...reads('workspaceReport', 'subscription', ofManagement, ['Microsoft.Authorization/permissions/read']),

  ...reads('subscriptions', 'subscription', ofManagement, ['Microsoft.Resources/subscriptions/read']),
  ...reads('subscriptions', 'subscription', ofManagement, [
    'Microsoft.Authorization/policyAssignments/read',
    'Microsoft.Authorization/policyExemptions/read',
  ]),
  ...reads('subscriptions', 'subscription', ofSecurity, [
    'Microsoft.Security/securityConnectors/read',
    'Microsoft.Security/autoProvisioningSettings/read',
    'Microsoft.Security/pricings/read',
    'Microsoft.Security/settings/read',
  ]),
  ...ofDefender('defenderPlan', 'Microsoft.Security/pricings'),
  ...readsOfReach('defenderPlan'),
  ...reads('defenderPlan', 'subscription', ofSecurity, ['Microsoft.Security/settings/read']),
  ...ofDefender('endpointSettings', 'Microsoft.Security/settings'),
  ...readsOfReach('endpointSettings'),
  ...reads('endpointSettings', 'subscription', ofSecurity, ['Microsoft.Security/pricings/read']),
  ...ofDefender('vulnerabilityAssessment', 'Microsoft.Security/serverVulnerabilityAssessmentsSettings'),
  ...ofDefender('legacyProvisioning', 'Microsoft.Security/autoProvisioningSettings'),

  ...reads('sharedIdentities', 'subscription', ofManagement, ['Microsoft.Authorization/roleAssignments/read']),
  ...ofShared(
    'sharedIdentities',
    'Azure permissions for Identity',
    'Microsoft.ManagedIdentity/userAssignedIdentities',
    identityWriter,
  ),
  ...makesGroups('sharedIdentities'),
  ...reads('identityLocks', 'resourceGroup', ofManagement, ['Microsoft.Authorization/locks/read']),
  ...writes(
    'identityLocks',
    ['Locks Contributor', 'User Access Administrator'],
    'Lock your resources to protect your infrastructure',
    ['Microsoft.Authorization/locks/write'],
    'userAssignedIdentity',
  ),

  ...ofShared('defaultWorkspace', ofMonitor, 'Microsoft.OperationalInsights/workspaces', logsWriter),
  ...ofShared('defaultWorkspace', ofMonitor, 'Microsoft.OperationsManagement/solutions', logsWriter),
  ...makesGroups('defaultWorkspace'),
  ...reads('namedWorkspace', 'resourceGroup', ofMonitor, [
    'Microsoft.OperationalInsights/workspaces/read',
    'Microsoft.OperationsManagement/solutions/read',
  ]),
  ...reads('planOfWorkspace', 'subscription', ofSecurity, [
    'Microsoft.Security/pricings/read',
    'Microsoft.Security/settings/read',
  ]),
  ...ofShared('collectionRules', ofMonitor, 'Microsoft.Insights/dataCollectionRules', monitoringWriter),
  ...makesGroups('collectionRules'),

  ...reads('eventWiring', 'subscription', ofEventGrid, [
    'Microsoft.EventGrid/systemTopics/read',
    'Microsoft.EventGrid/systemTopics/eventSubscriptions/read',
    'Microsoft.EventGrid/operationsStatus/read',
  ]),
  ...writes(
    'eventWiring',
    eventGridWriter,
    ofEventGrid,
    ['Microsoft.EventGrid/systemTopics/write', 'Microsoft.EventGrid/systemTopics/eventSubscriptions/write'],
    'subscription',
  ),
  {
    action: 'Microsoft.EventGrid/EventSubscriptions/Write',
    feature: 'eventWiring',
    access: 'linked',
    scopeKind: 'eventEndpoint',
    roles: eventGridWriter,
    source: 'Authorizing access to Event Grid resources',
  },
  ...makesGroups('eventWiring'),

  ...reads('subscriptions', 'subscription', ofManagement, ['Microsoft.Resources/subscriptions/providers/read']),
  ...Object.entries(registeredNamespaces).flatMap(([namespace, roles]) =>
    writes(
      'providerRegistration',
      roles,
      'Azure resource providers and types',
      [`${namespace}/register/action`],
      'subscription',
    ),
  ),
];

/** What the machines of a subscription share is read and made in groups of it. */
function ofShared(feature: Feature, source: string, type: string, roles: Permission['roles']): readonly Permission[] {
  return [
    ...reads(feature, 'subscription', source, [`${type}/read`]),
    ...writes(feature, roles, source, [`${type}/write`], 'subscription'),
  ];
}

function makesGroups(feature: Feature): readonly Permission[] {
  return ofShared(feature, ofManagement, 'Microsoft.Resources/subscriptions/resourceGroups', ['Contributor']);
}

/** A switch of Defender for Cloud is read and written at the subscription. */
function ofDefender(feature: Feature, type: string): readonly Permission[] {
  return [
    ...reads(feature, 'subscription', ofSecurity, [`${type}/read`]),
    ...writes(feature, securityWriter, ofSecurity, [`${type}/write`], 'subscription'),
  ];
}

/**
 * What shows another EDR on a machine that Defender would reach; without the right Resource Graph shows none, and only the
 * app's own roles tell that it is missing.
 */
function readsOfReach(feature: Feature): readonly Permission[] {
  return [
    ...reads(feature, 'machine', 'Permissions in Azure Resource Graph', ['Microsoft.Security/assessments/read']),
    ...reads(feature, 'subscription', ofManagement, ['Microsoft.Authorization/permissions/read']),
  ];
}

/** The permissions of these features, in the order of the list. */
export function permissionsOf(wanted: readonly Feature[]): readonly Permission[] {
  return permissions.filter(({ feature }) => wanted.includes(feature));
}

/** Every ARM operation that changes something and that this product may call. A review of our rights starts here. */
export const publishedActions: readonly string[] = actionsOf('write');

/** What ARM asks for on other resources that such a write names. */
export const publishedLinkedActions: readonly string[] = actionsOf('linked');

export function isPublishedAction(action: string): boolean {
  return publishedActions.includes(action);
}

/** The built-in role with the fewest other rights that has an action of ours, however it is spelled. */
export function leastRoleOf(action: string): BuiltInRole | undefined {
  return permissions.find((permission) => permission.action.toLowerCase() === action.toLowerCase())?.roles[0];
}

function actionsOf(access: Access): readonly string[] {
  return [...new Set(permissions.filter((one) => one.access === access).map(({ action }) => action))];
}
