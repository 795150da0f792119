/** An extension that a plan offers. */
export interface OfferedExtension {
  readonly name: string;
  /** Of these sub-plans only. */
  readonly subPlans?: readonly string[];
  /** Whether it is on when the plan is turned on and the request does not name it. */
  readonly isOnAtFirst: boolean;
  /** Its `additionalExtensionProperties` where the request names none. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** A Defender plan, as `Microsoft.Security/pricings` names it. */
export interface Plan {
  readonly name: string;
  /** Where Defender takes no others; the first is the full plan, which is meant when none is named. */
  readonly subPlans?: readonly [string, ...string[]];
  readonly extensions: readonly OfferedExtension[];
  /** Of a deprecated plan. */
  readonly replacedBy?: readonly string[];
}

const noTags = { ExclusionTags: '[]' };

/**
 * Which plan offers which extension: the description of `Extension.name` in the specification of pricings (as in
 * the 2024-01-01 SDK). Which are on at first: its examples PutPricingVMsByName and PutPricingByName, and for file
 * integrity monitoring the recorded answer of Azure/azure-rest-api-specs issue 34845.
 */
const extensionsOf: Readonly<Record<string, readonly OfferedExtension[]>> = {
  VirtualMachines: [
    { name: 'MdeDesignatedSubscription', isOnAtFirst: false },
    { name: 'AgentlessVmScanning', subPlans: ['P2'], isOnAtFirst: true, properties: noTags },
    { name: 'FileIntegrityMonitoring', subPlans: ['P2'], isOnAtFirst: false },
  ],
  CloudPosture: [
    { name: 'AgentlessVmScanning', isOnAtFirst: true, properties: noTags },
    { name: 'AgentlessDiscoveryForKubernetes', isOnAtFirst: true },
    { name: 'SensitiveDataDiscovery', isOnAtFirst: true },
    { name: 'ContainerRegistriesVulnerabilityAssessments', isOnAtFirst: true },
    { name: 'EntraPermissionsManagement', isOnAtFirst: false },
    { name: 'ApiPosture', isOnAtFirst: false },
  ],
  Containers: [
    { name: 'ContainerRegistriesVulnerabilityAssessments', isOnAtFirst: true },
    { name: 'AgentlessDiscoveryForKubernetes', isOnAtFirst: false },
    { name: 'AgentlessVmScanning', isOnAtFirst: false, properties: noTags },
    { name: 'ContainerSensor', isOnAtFirst: false },
  ],
  StorageAccounts: [
    { name: 'OnUploadMalwareScanning', isOnAtFirst: true },
    { name: 'SensitiveDataDiscovery', isOnAtFirst: true },
  ],
};

/** The names of the refusal in Azure/azure-powershell issue 10842, and those that examples of later versions list. */
const names = [
  'VirtualMachines',
  'SqlServers',
  'AppServices',
  'StorageAccounts',
  'SqlServerVirtualMachines',
  'KubernetesService',
  'ContainerRegistry',
  'KeyVaults',
  'Dns',
  'Arm',
  'OpenSourceRelationalDatabases',
  'CosmosDbs',
  'Containers',
  'CloudPosture',
  'Api',
];
const replaced = ['KubernetesService', 'ContainerRegistry'];

/** The name of the plan for servers. */
export const serversPlan = 'VirtualMachines';

/** Every plan, in the order in which a list has them. */
export const plans: readonly Plan[] = names.map((name) => ({
  name,
  extensions: extensionsOf[name] ?? [],
  ...(name === serversPlan ? { subPlans: ['P2', 'P1'] as const } : {}),
  ...(replaced.includes(name) ? { replacedBy: ['Containers'] } : {}),
}));

export function findPlan(name: string): Plan | undefined {
  return plans.find((plan) => plan.name.toLowerCase() === name.toLowerCase());
}

/** Whether a plan has the extension with that sub-plan. */
export function offers(extension: OfferedExtension, subPlan: string | undefined): boolean {
  return extension.subPlans === undefined || (subPlan !== undefined && extension.subPlans.includes(subPlan));
}
