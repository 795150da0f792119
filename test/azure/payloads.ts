import { type MachineRef, parseMachineId } from '../../src/domain/target/machine-ref.ts';

export const subscription = '5b5c0000-0000-4000-a000-000000000001';
export const group = `/subscriptions/${subscription}/resourceGroups/rg-app`;
export const vmId = `${group}/providers/Microsoft.Compute/virtualMachines/web-1`;
export const arcId = `${group}/providers/Microsoft.HybridCompute/machines/edge-1`;
export const ruleId = `${group}/providers/Microsoft.Insights/dataCollectionRules/dcr-linux`;
export const identityId = `/subscriptions/${subscription}/resourceGroups/Built-In-Identity-RG/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Built-In-Identity-westeurope`;
export const foreignId = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/app`;

export function refOf(id: string): MachineRef {
  const machine = parseMachineId(id);
  if (machine === undefined) throw new Error(`not a machine id: ${id}`);
  return machine;
}

export const vm = refOf(vmId);
export const arc = refOf(arcId);

/** `GET virtualMachines/web-1?$expand=instanceView`, shaped as in the Compute REST reference. */
export const vmPayload = {
  name: 'web-1',
  id: vmId.replace('rg-app', 'RG-APP'),
  type: 'Microsoft.Compute/virtualMachines',
  location: 'West Europe',
  tags: { environment: 'production' },
  identity: {
    type: 'SystemAssigned, UserAssigned',
    principalId: '11111111-0000-4000-a000-000000000001',
    tenantId: '7e4a47ed-0000-4000-a000-000000000001',
    userAssignedIdentities: { [foreignId]: { principalId: '2', clientId: '3' } },
  },
  etag: '"12"',
  properties: {
    vmId: '0A1B2C3D-0000-4000-A000-00000000000F',
    provisioningState: 'Succeeded',
    timeCreated: '2026-01-05T07:58:21.6512345+00:00',
    hardwareProfile: { vmSize: 'Standard_D2s_v5' },
    storageProfile: {
      imageReference: {
        publisher: 'Canonical',
        offer: '0001-com-ubuntu-server-jammy',
        sku: '22_04-lts-gen2',
        version: 'latest',
      },
      osDisk: { osType: 'Linux', name: 'web-1-os', createOption: 'FromImage' },
      dataDisks: [],
    },
    osProfile: { computerName: 'web-1', allowExtensionOperations: true },
    instanceView: {
      computerName: 'web-1',
      osName: 'ubuntu',
      osVersion: '22.04',
      vmAgent: {
        vmAgentVersion: '2.14.0.1',
        statuses: [
          {
            code: 'ProvisioningState/succeeded',
            level: 'Info',
            displayStatus: 'Ready',
            message: 'Guest Agent is running',
          },
        ],
      },
      extensions: [
        {
          name: 'AzureMonitorLinuxAgent',
          type: 'Microsoft.Azure.Monitor.AzureMonitorLinuxAgent',
          typeHandlerVersion: '1.38.1',
          statuses: [
            {
              code: 'ProvisioningState/succeeded',
              level: 'Info',
              displayStatus: 'Provisioning succeeded',
              message: 'Enable succeeded',
            },
          ],
        },
      ],
      statuses: [
        { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded' },
        { code: 'PowerState/running', level: 'Info', displayStatus: 'VM running' },
      ],
    },
  },
  resources: [
    {
      name: 'AzureMonitorLinuxAgent',
      id: `${vmId}/extensions/AzureMonitorLinuxAgent`,
      type: 'Microsoft.Compute/virtualMachines/extensions',
      location: 'westeurope',
      properties: {
        autoUpgradeMinorVersion: true,
        enableAutomaticUpgrade: true,
        provisioningState: 'Succeeded',
        publisher: 'Microsoft.Azure.Monitor',
        type: 'AzureMonitorLinuxAgent',
        typeHandlerVersion: '1.36',
        settings: {
          authentication: { managedIdentity: { 'identifier-name': 'mi_res_id', 'identifier-value': identityId } },
        },
      },
    },
  ],
};

/** `GET Microsoft.HybridCompute/machines/edge-1` at 2025-01-13, shaped as in its REST specification. */
export const arcPayload = {
  id: arcId,
  name: 'edge-1',
  type: 'Microsoft.HybridCompute/machines',
  location: 'westeurope',
  kind: '',
  tags: null,
  identity: { type: 'SystemAssigned', principalId: '4', tenantId: '7e4a47ed-0000-4000-a000-000000000001' },
  systemData: { createdAt: '2026-01-05T07:00:00Z', createdBy: 'azcmagent' },
  properties: {
    provisioningState: 'Succeeded',
    status: 'Connected',
    vmId: 'F0000000-0000-4000-a000-000000000001',
    vmUuid: 'e0000000-0000-4000-a000-000000000002',
    osType: 'windows',
    osName: 'windows',
    osSku: 'Windows Server 2022 Datacenter',
    osEdition: 'serverstandard',
    osVersion: '10.0.20348.2402',
    parentClusterResourceId: '',
    agentConfiguration: {
      extensionsEnabled: 'true',
      extensionsAllowList: [{ publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorWindowsAgent' }],
      extensionsBlockList: [],
      configMode: 'full',
    },
  },
};

export const arcExtension = {
  id: `${arcId}/extensions/AzureMonitorWindowsAgent`,
  name: 'AzureMonitorWindowsAgent',
  type: 'Microsoft.HybridCompute/machines/extensions',
  location: 'westeurope',
  properties: {
    publisher: 'Microsoft.Azure.Monitor',
    type: 'AzureMonitorWindowsAgent',
    typeHandlerVersion: '1.39.0.0',
    autoUpgradeMinorVersion: true,
    enableAutomaticUpgrade: true,
    provisioningState: 'Failed',
    settings: {},
    instanceView: {
      name: 'AzureMonitorWindowsAgent',
      typeHandlerVersion: '1.39.0.0',
      status: { code: 'failed', level: 'Error', message: 'Extension returned non-zero exit code for Install: 64' },
    },
  },
};

export const groupPayload = {
  id: group,
  name: 'rg-app',
  location: 'westeurope',
  properties: { provisioningState: 'Succeeded' },
};

export function armError(code: string, message = code, rest: object = {}) {
  return { error: { code, message, ...rest } };
}
