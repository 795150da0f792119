import type { JsonObject, SimContext } from '../core/types.ts';
import { arcInstanceView } from './arc-extension-json.ts';
import type { ArcFleet } from './arc-fleet.ts';
import type { ArcMachine } from './arc-machine.ts';

/**
 * A machine as the REST API 2025-01-13 shows it. Without `systemData`, which no public recording of the type has: when it
 * was created is in ARM's resource list only.
 */
export function arcMachineJson(context: SimContext, fleet: ArcFleet, machine: ArcMachine): JsonObject {
  return {
    id: machine.id,
    name: machine.name,
    type: machine.type,
    location: machine.location,
    kind: machine.kind,
    tags: machine.tags,
    identity: { type: 'SystemAssigned', principalId: machine.principalId, tenantId: context.tenantId },
    properties: machine.status === undefined ? unreported(machine) : known(fleet, machine),
  };
}

function known(fleet: ArcFleet, machine: ArcMachine): JsonObject {
  return {
    mssqlDiscovered: 'false',
    ...machine.properties,
    ...reported(machine),
    agentConfiguration: agentConfigurationJson(machine),
    extensions: fleet.extensions
      .childrenOf(machine.id)
      .map(arcInstanceView)
      .filter((view) => view !== undefined),
    provisioningState: 'Succeeded',
  };
}

/** Before its first heartbeat, a machine has what its registration sent (recordings of azure-powershell, ConnectedMachine). */
function unreported({ properties, vmId }: ArcMachine): JsonObject {
  return {
    agentUpgrade: { enableAutomaticUpgrade: false },
    licenseProfile: {
      esuProfile: {
        licenseAssignmentState: 'NotAssigned',
        serverType: 'Unknown',
        esuEligibility: 'Unknown',
        esuKeyState: 'Inactive',
      },
    },
    ...properties,
    osProfile: {},
    vmId,
    agentConfiguration: {},
    provisioningState: 'Succeeded',
  };
}

function reported(machine: ArcMachine): JsonObject {
  const { name, system } = machine;
  return {
    vmId: machine.vmId,
    vmUuid: machine.vmUuid,
    status: machine.status,
    lastStatusChange: new Date(machine.statusChangedMs).toISOString(),
    agentVersion: machine.agentVersion,
    displayName: name,
    machineFqdn: name,
    dnsFqdn: name,
    domainName: 'WORKGROUP',
    osProfile: { computerName: name },
    ...system,
    cloudMetadata: { provider: machine.cloudProvider },
    detectedProperties: {
      // Spelled as in recordings of azure-powershell and of the Ansible collection azure.azcollection.
      'Azure-resourceId': machine.azureVmId,
      cloudprovider: machine.cloudProvider,
      logicalCoreCount: '4',
      manufacturer: 'Simulated',
    },
    parentClusterResourceId: machine.parentClusterId ?? machine.properties.parentClusterResourceId,
    errorDetails: [],
    serviceStatuses: {
      extensionService: { status: 'active', startupType: 'automatic' },
      guestConfigurationService: { status: 'active', startupType: 'automatic' },
    },
  };
}

function agentConfigurationJson({ agent }: ArcMachine): JsonObject {
  return {
    proxyUrl: agent.proxyUrl,
    incomingConnectionsPorts: [],
    extensionsAllowList: agent.extensionsAllowList.map((entry) => ({ ...entry })),
    extensionsBlockList: agent.extensionsBlockList.map((entry) => ({ ...entry })),
    proxyBypass: [],
    extensionsEnabled: String(agent.extensionsEnabled),
    guestConfigurationEnabled: 'true',
    configMode: agent.configMode,
  };
}
