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
    properties: {
      mssqlDiscovered: 'false',
      ...machine.properties,
      ...reported(machine),
      agentConfiguration: agentConfigurationJson(machine),
      extensions: fleet.extensions
        .childrenOf(machine.id)
        .map(arcInstanceView)
        .filter((view) => view !== undefined),
      provisioningState: 'Succeeded',
    },
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
    detectedProperties: { cloudprovider: machine.cloudProvider, logicalCoreCount: '4', manufacturer: 'Simulated' },
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
