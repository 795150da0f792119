import type {
  ArcFacts,
  ExtensionFacts,
  InstanceFacts,
  MachineFacts,
  ScaleSetFacts,
  SharedFacts,
  VmFacts,
} from '../../../src/domain/machine/machine-facts.ts';
import { nothingMade } from '../../../src/domain/machine/machine-facts.ts';
import { type MachineRef, parseMachineId } from '../../../src/domain/target/machine-ref.ts';

/** Realistic facts for tests of pure domain code: a healthy new Linux machine in West Europe, nothing on it yet. */
export const subscription = '7b9c1f0a-0d4e-4a57-9a68-3f1f6f5c2f11';
const group = `/subscriptions/${subscription}/resourceGroups/rg-app`;

export const builtInId = `/subscriptions/${subscription}/resourceGroups/Built-In-Identity-RG/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Built-In-Identity-westeurope`;
export const foreignId = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/app-identity`;
export const secondForeignId = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/backup-identity`;
export const linuxRule = `/subscriptions/${subscription}/resourcegroups/rg-monitor/providers/microsoft.insights/datacollectionrules/dcr-linux`;
export const extraRule = `/subscriptions/${subscription}/resourcegroups/rg-monitor/providers/microsoft.insights/datacollectionrules/dcr-extra`;

/** What Log Analytics calls the customer id. */
export const legacyWorkspace = '1d2c3b4a-0000-4000-8000-00000000000a';

export function vmFacts(changes: Partial<VmFacts> = {}): VmFacts {
  return {
    kind: 'vm',
    power: 'running',
    agentReady: true,
    allowsExtensions: true,
    image: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', id: undefined },
    osName: 'ubuntu',
    osVersion: '22.04',
    architecture: 'x64',
    licenseType: undefined,
    scaleSetId: undefined,
    ...changes,
  };
}

export function arcFacts(changes: Partial<ArcFacts> = {}): ArcFacts {
  return {
    kind: 'arc',
    status: 'Connected',
    osName: 'linux',
    osSku: 'Ubuntu 22.04.4 LTS',
    osEdition: undefined,
    osVersion: '5.15.0-105-generic',
    extensionsEnabled: true,
    allowList: undefined,
    blockList: undefined,
    resourceKind: undefined,
    cloud: undefined,
    azureVmId: undefined,
    ...changes,
  };
}

export function vmMachine(changes: Partial<MachineFacts> = {}, vm: Partial<VmFacts> = {}): MachineFacts {
  return machine(`${group}/providers/Microsoft.Compute/virtualMachines/vm-01`, { platform: vmFacts(vm), ...changes });
}

export function arcMachine(changes: Partial<MachineFacts> = {}, arc: Partial<ArcFacts> = {}): MachineFacts {
  const identity = { system: true, userAssigned: [] };
  return machine(`${group}/providers/Microsoft.HybridCompute/machines/srv-01`, {
    identity,
    platform: arcFacts(arc),
    ...changes,
  });
}

export function instance(id: number, changes: Partial<InstanceFacts> = {}): InstanceFacts {
  return {
    id: String(id),
    hasModel: true,
    isProtected: false,
    provisioningState: 'Succeeded',
    reports: true,
    extensions: [
      {
        name: 'AzureMonitorLinuxAgent',
        installedVersion: '1.38.1.0',
        statusCode: 'ProvisioningState/succeeded',
        message: undefined,
      },
    ],
    ...changes,
  };
}

/** A Uniform set with a Manual policy and so many instances, all as they should be; its agent is in `extensions`. */
export function scaleSetFacts(count: number, changes: Partial<ScaleSetFacts> = {}): ScaleSetFacts {
  const { image, architecture } = vmFacts();
  return {
    kind: 'scaleSet',
    orchestration: 'uniform',
    upgradePolicy: 'manual',
    capacity: count,
    surges: false,
    fingerprint: { whole: 'model-1', withoutLegacy: 'model-1' },
    instances: Array.from({ length: count }, (_, index) => instance(index)),
    allowsExtensions: true,
    image,
    osName: undefined,
    osVersion: undefined,
    architecture,
    licenseType: undefined,
    ...changes,
  };
}

export function scaleSetMachine(changes: Partial<MachineFacts> = {}, platform = scaleSetFacts(5)): MachineFacts {
  return machine(`${group}/providers/Microsoft.Compute/virtualMachineScaleSets/web`, {
    ...{ identity: { system: false, userAssigned: [builtInId] }, extensions: [agent({ installedVersion: undefined })] },
    ...{ platform, ...changes },
  });
}

export function agent(changes: Partial<ExtensionFacts> = {}): ExtensionFacts {
  return {
    name: 'AzureMonitorLinuxAgent',
    publisher: 'Microsoft.Azure.Monitor',
    type: 'AzureMonitorLinuxAgent',
    requestedVersion: '1.36',
    installedVersion: '1.38.1.0',
    autoUpgradeMinorVersion: true,
    enableAutomaticUpgrade: true,
    provisioningState: 'Succeeded',
    settings: authentication(builtInId),
    message: undefined,
    statusCode: 'ProvisioningState/succeeded',
    ...changes,
  };
}

/** The Log Analytics agent as somebody installed it long ago. */
export function legacyAgent(changes: Partial<ExtensionFacts> = {}): ExtensionFacts {
  return {
    ...agent(),
    name: 'OMS',
    publisher: 'Microsoft.EnterpriseCloud.Monitoring',
    type: 'OmsAgentForLinux',
    requestedVersion: '1.14',
    installedVersion: '1.19.0.0',
    enableAutomaticUpgrade: undefined,
    settings: { workspaceId: legacyWorkspace },
    ...changes,
  };
}

export function authentication(identityId: string): Readonly<Record<string, unknown>> {
  return { authentication: { managedIdentity: { 'identifier-name': 'mi_res_id', 'identifier-value': identityId } } };
}

export function sharedFacts(changes: Partial<SharedFacts> = {}): SharedFacts {
  return {
    builtInIdentity: { state: 'present', resourceId: builtInId },
    rules: {
      [linuxRule]: { state: 'present', resourceId: linuxRule },
      [extraRule]: { state: 'present', resourceId: extraRule },
    },
    made: nothingMade,
    endpointCoverage: { kind: 'on', since: undefined },
    ...changes,
  };
}

function machine(resourceId: string, changes: Partial<MachineFacts> & Pick<MachineFacts, 'platform'>): MachineFacts {
  return {
    machine: refOf(resourceId),
    incarnation: '6a3f0f5e-0000-4000-8000-000000000001',
    region: 'westeurope',
    os: 'linux',
    createdAt: '2026-01-01T00:00:00Z',
    tags: {},
    provisioningState: 'Succeeded',
    etag: '"1"',
    managedBy: undefined,
    identity: { system: false, userAssigned: [] },
    extensions: [],
    associations: [],
    ...changes,
  };
}

function refOf(resourceId: string): MachineRef {
  const ref = parseMachineId(resourceId);
  if (ref === undefined) throw new Error(`${resourceId} is not the id of a machine`);
  return ref;
}
