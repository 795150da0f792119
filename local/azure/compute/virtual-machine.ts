import { objectAt, textAt } from '../core/json.ts';
import type { StoredResource } from '../core/store/resource-collection.ts';
import type { JsonObject, JsonValue, SimContext } from '../core/types.ts';
import type { ResourceIdentity } from '../identity/resource-identity.ts';

export const virtualMachineType = 'Microsoft.Compute/virtualMachines';

/** `PowerState/...` of the instance view. */
export type PowerState =
  | 'creating'
  | 'starting'
  | 'running'
  | 'stopping'
  | 'stopped'
  | 'deallocating'
  | 'deallocated'
  | 'unknown';

export interface VirtualMachine extends StoredResource {
  readonly location: string;
  /** New at each creation, also under an old name. */
  readonly vmId: string;
  readonly os: 'Windows' | 'Linux';
  /** What the guest agent tells of the system; null where it tells nothing. */
  osName: string | null;
  tags: JsonObject | undefined;
  zones: JsonValue | undefined;
  plan: JsonObject | undefined;
  /** The resource that owns it: the scale set of a Flexible instance, else what seeds and tests set. */
  managedBy: string | undefined;
  identity: ResourceIdentity | undefined;
  /** The model: what callers wrote, with Azure's defaults, without secrets and without what Azure reports. */
  properties: JsonObject;
  /** `Creating`, `Updating`, `Deleting`, `Succeeded`, `Failed`. */
  provisioningState: string;
  power: PowerState;
  /** Grows with each power change, so that an overtaken one does nothing at its end. */
  powerTurn: number;
  /** `publisher.type` of all that the policy file of its guest agent allows; undefined: it has none, and takes everything. */
  allowedExtensions?: readonly string[] | undefined;
  /** App time from which the guest agent reports Ready while the VM runs. */
  agentReadyAtMs: number;
}

/** Whether the guest agent is installed at all (`provisionVMAgent`). */
export function hasAgent(vm: Pick<VirtualMachine, 'properties'>): boolean {
  const profile = objectAt(vm.properties, 'osProfile');
  const configuration = objectAt(profile, 'linuxConfiguration') ?? objectAt(profile, 'windowsConfiguration') ?? {};
  return configuration.provisionVMAgent !== false;
}

export function isAgentReady(
  context: SimContext,
  vm: Pick<VirtualMachine, 'agentReadyAtMs' | 'power' | 'properties'>,
): boolean {
  return vm.power === 'running' && hasAgent(vm) && context.time.now() >= vm.agentReadyAtMs;
}

const windowsPublishers = [
  'microsoftwindowsserver',
  'microsoftwindowsdesktop',
  'microsoftsqlserver',
  'microsoftwindowsserverhpcpack',
  'microsoftvisualstudio',
  'microsoftdynamicsax',
];

/** The operating system: as the disk says, else as the configuration or the image's publisher implies. */
export function osOf(properties: JsonObject): VirtualMachine['os'] {
  const storage = objectAt(properties, 'storageProfile');
  const osType = textAt(objectAt(storage, 'osDisk'), 'osType')?.toLowerCase();
  if (osType !== undefined) return osType === 'windows' ? 'Windows' : 'Linux';
  if (objectAt(objectAt(properties, 'osProfile'), 'windowsConfiguration') !== undefined) return 'Windows';
  const publisher = textAt(objectAt(storage, 'imageReference'), 'publisher')?.toLowerCase() ?? '';
  return windowsPublishers.includes(publisher) ? 'Windows' : 'Linux';
}
