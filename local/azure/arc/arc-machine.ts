import type { StoredResource } from '../core/store/resource-collection.ts';
import type { JsonObject } from '../core/types.ts';

/** `Error` and `AwaitingConnection` exist too; the service treats them like `Disconnected` here. */
export type ArcStatus = 'Connected' | 'Disconnected' | 'Expired' | 'Error' | 'AwaitingConnection';

/** An entry of an allow or block list of the agent. */
export interface ListedExtension {
  readonly publisher: string;
  readonly type: string;
}

/** What the agent's owner allows, as `azcmagent config` sets it on the machine. */
export interface AgentConfiguration {
  readonly extensionsAllowList: readonly ListedExtension[];
  readonly extensionsBlockList: readonly ListedExtension[];
  readonly extensionsEnabled: boolean;
  readonly configMode: 'full' | 'monitor';
  readonly proxyUrl: string;
}

/** What the agent tells about the operating system. */
export interface DetectedSystem {
  readonly osType: 'windows' | 'linux';
  readonly osName: string;
  readonly osSku: string;
  readonly osVersion: string;
  readonly osEdition: string;
}

/** A server outside Azure that is connected by the agent. */
export interface ArcMachine extends StoredResource {
  location: string;
  tags: JsonObject | undefined;
  kind: string | undefined;
  /** Of the system-assigned identity, which every connected machine has. */
  readonly principalId: string;
  /** The members of `properties` that callers may write, as they sent them. */
  properties: JsonObject;
  /** New whenever the machine is registered again. */
  vmId: string;
  /** Of the hardware: stays when the machine is registered again; `unknown` where the agent cannot tell. */
  vmUuid: string;
  /** Undefined until the agent's first heartbeat. */
  status: ArcStatus | undefined;
  statusChangedMs: number;
  agentVersion: string;
  agent: AgentConfiguration;
  system: DetectedSystem;
  cloudProvider: string;
  /** The Azure VM that it is at the same time. */
  azureVmId: string | undefined;
  /** The Azure Local cluster that it is a node of. */
  parentClusterId: string | undefined;
}

export const defaultAgentConfiguration: AgentConfiguration = {
  extensionsAllowList: [],
  extensionsBlockList: [],
  extensionsEnabled: true,
  configMode: 'full',
  proxyUrl: '',
};

const systems: Readonly<Record<'windows' | 'linux', DetectedSystem>> = {
  windows: {
    osType: 'windows',
    osName: 'windows',
    osSku: 'Windows Server 2022 Datacenter',
    osVersion: '10.0.20348.2700',
    osEdition: 'serverdatacenter',
  },
  linux: {
    osType: 'linux',
    osName: 'linux',
    osSku: 'Ubuntu 22.04.5 LTS',
    osVersion: '5.15.0-125-generic',
    osEdition: '',
  },
};

/** What the agent would detect; `osType` of a PUT decides, Linux when it is absent. */
export function detectedSystem(osType: string | undefined): DetectedSystem {
  return osType?.toLowerCase() === 'windows' ? systems.windows : systems.linux;
}
