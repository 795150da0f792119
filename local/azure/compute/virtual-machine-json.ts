import { objectAt, textAt } from '../core/json.ts';
import { etagOf } from '../core/store/stored-resource.ts';
import type { JsonObject, SimContext } from '../core/types.ts';
import { extensionInstanceView, type HandlerExtension } from '../extensions/machine-extension.ts';
import { identityJson } from '../identity/resource-identity.ts';
import { isAgentReady, type VirtualMachine, virtualMachineType } from './virtual-machine.ts';
import { vmExtensionJson } from './vm-extension-json.ts';

const powerTexts: Readonly<Record<VirtualMachine['power'], string>> = {
  creating: 'Creating',
  starting: 'VM starting',
  running: 'VM running',
  stopping: 'VM stopping',
  stopped: 'VM stopped',
  deallocating: 'VM deallocating',
  deallocated: 'VM deallocated',
  unknown: 'VM status unknown',
};

/** A VM as GET returns it; with `$expand=instanceView` also its instance view. */
export function virtualMachineJson(context: SimContext, vm: VirtualMachine, withInstanceView: boolean): JsonObject {
  const extensions = context.vmExtensions.childrenOf(vm.id);
  return {
    id: vm.id,
    name: vm.name,
    type: virtualMachineType,
    location: vm.location,
    tags: vm.tags,
    zones: vm.zones,
    plan: vm.plan,
    managedBy: vm.managedBy,
    identity: identityJson(context, vm.identity),
    etag: etagOf(vm),
    properties: {
      vmId: vm.vmId,
      ...vm.properties,
      provisioningState: vm.provisioningState,
      timeCreated: new Date(vm.createdAtMs).toISOString(),
      instanceView: withInstanceView ? instanceViewJson(context, vm) : undefined,
    },
    resources: extensions.length === 0 ? undefined : extensions.map((extension) => vmExtensionJson(extension, false)),
  };
}

/** A VM as lists return it: of its extensions only the ids. */
export function listedVmJson(context: SimContext, vm: VirtualMachine, withInstanceView: boolean): JsonObject {
  const resources = context.vmExtensions.childrenOf(vm.id).map(({ id }) => ({ id }));
  const { resources: _whole, ...json } = virtualMachineJson(context, vm, withInstanceView);
  return resources.length === 0 ? json : { ...json, resources };
}

/** The instance view: power, guest agent and, while it runs, what the extensions reported. */
export function instanceViewJson(context: SimContext, vm: VirtualMachine): JsonObject {
  return instanceViewOf(context, vm, context.vmExtensions.childrenOf(vm.id));
}

/** What an instance view tells of, whatever kind of machine it is. */
export type ViewedMachine = Pick<
  VirtualMachine,
  'name' | 'os' | 'osName' | 'power' | 'properties' | 'provisioningState' | 'agentReadyAtMs' | 'modifiedAtMs'
>;

/** The same for a machine with these extensions. */
export function instanceViewOf(context: SimContext, vm: ViewedMachine, all: readonly HandlerExtension[]): JsonObject {
  const ready = isAgentReady(context, vm);
  const isOn = vm.power === 'running';
  const views = (isOn ? all : []).map(extensionInstanceView).filter((view) => view !== undefined);
  const state = vm.provisioningState.toLowerCase();
  return {
    computerName: ready ? (textAt(objectAt(vm.properties, 'osProfile'), 'computerName') ?? vm.name) : undefined,
    osName: ready ? (vm.osName ?? undefined) : undefined,
    hyperVGeneration: 'V2',
    vmAgent: isOn ? agentJson(context, vm, all, ready) : undefined,
    disks: [],
    extensions: views.length === 0 ? undefined : views,
    statuses: [
      {
        code: `ProvisioningState/${state}`,
        level: state === 'failed' ? 'Error' : 'Info',
        displayStatus: state === 'succeeded' ? 'Provisioning succeeded' : vm.provisioningState,
        time: new Date(vm.modifiedAtMs).toISOString(),
      },
      { code: `PowerState/${vm.power}`, level: 'Info', displayStatus: powerTexts[vm.power] },
    ],
  };
}

function agentJson(
  context: SimContext,
  vm: ViewedMachine,
  all: readonly HandlerExtension[],
  ready: boolean,
): JsonObject {
  const time = new Date(context.time.now()).toISOString();
  if (!ready) {
    return {
      vmAgentVersion: 'Unknown',
      statuses: [
        {
          code: 'ProvisioningState/Unavailable',
          level: 'Warning',
          displayStatus: 'Not Ready',
          message: 'VM status blob is found but not yet populated.',
          time,
        },
      ],
    };
  }
  return {
    vmAgentVersion: vm.os === 'Windows' ? '2.7.41491.1183' : '2.14.0.1',
    statuses: [
      {
        code: 'ProvisioningState/succeeded',
        level: 'Info',
        displayStatus: 'Ready',
        message: 'Guest Agent is running',
        time,
      },
    ],
    extensionHandlers: all
      .filter(({ installedVersion }) => installedVersion !== undefined)
      .map(({ wanted, installedVersion }) => ({
        type: `${wanted.publisher}.${wanted.type}`,
        typeHandlerVersion: installedVersion,
        status: { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Ready' },
      })),
  };
}
