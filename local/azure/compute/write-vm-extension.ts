import { objectAt } from '../core/json.ts';
import { resourceNotFound } from '../core/request/not-found.ts';
import { readBody } from '../core/request/read-body.ts';
import { refuseOtherMachineLocation } from '../core/store/location.ts';
import { checkPreconditions, newResource, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, SimContext } from '../core/types.ts';
import { type ExtensionHandler, resolveHandler } from '../extensions/handler-catalogue.ts';
import {
  type ExtensionSettings,
  type MachineExtension,
  patchSettings,
  settingsOf,
  tagsOf,
} from '../extensions/machine-extension.ts';
import { failExtension, planProvisioning } from '../extensions/provision-extension.ts';
import { hasLostIdentity, identityNotFound } from '../identity/lost-identities.ts';
import { checkHandler, refuseSecondOfHandler, refuseUnlessAllowed, refuseUnlessRunning } from './extension-rules.ts';
import { findParentVm } from './find-vm.ts';
import { guestAgentRefusal } from './guest-agent-policy.ts';
import { preemptExtensions } from './preempt-extensions.ts';
import { hasAgent, type VirtualMachine } from './virtual-machine.ts';
import { vmExtensionJson, vmExtensionType } from './vm-extension-json.ts';
import { vmExtensionShape } from './vm-extension-shape.ts';

/** How long Compute waits for a guest agent that never comes. */
const agentTimeoutMs = 20 * 60_000;

/** PUT: installs an extension (201) or updates one (200). */
export function putVmExtension(context: SimContext, request: ArmRequest): ArmReply {
  const vm = findParentVm(context, request);
  const body = readBody(request, vmExtensionShape, ['location']);
  const wanted = settingsOf(objectAt(body, 'properties'));
  const existing = findExisting(context, vm, request);
  checkHandler(wanted, existing);
  refuseOtherMachineLocation(vm, body);
  checkPreconditions(request, existing);
  const resolved = check(context, vm, request, wanted);
  const extension: MachineExtension = existing ?? {
    ...newResource(context, request, `${vm.id}/extensions/${request.param('extensionName')}`, vmExtensionType),
    machineId: vm.id,
    location: vm.location,
    tags: undefined,
    wanted,
    provisioningState: 'Creating',
    installedVersion: undefined,
    status: undefined,
  };
  extension.tags = tagsOf(body);
  if (existing === undefined) context.vmExtensions.set(extension);
  const reply = provision(context, request, vm, extension, wanted, resolved);
  return { ...reply, status: existing === undefined ? 201 : 200 };
}

/** PATCH: an update of what the body names. */
export function patchVmExtension(context: SimContext, request: ArmRequest): ArmReply {
  const vm = findParentVm(context, request);
  const body = readBody(request, vmExtensionShape);
  const existing = findExisting(context, vm, request);
  if (existing === undefined) throw resourceNotFound(request.path);
  const wanted = patchSettings(existing.wanted, objectAt(body, 'properties'));
  checkHandler(wanted, existing);
  checkPreconditions(request, existing);
  const resolved = check(context, vm, request, wanted);
  existing.tags = tagsOf(body) ?? existing.tags;
  return provision(context, request, vm, existing, wanted, resolved);
}

function findExisting(context: SimContext, vm: VirtualMachine, request: ArmRequest): MachineExtension | undefined {
  return context.vmExtensions.get(`${vm.id}/extensions/${request.param('extensionName')}`);
}

type Resolved = { readonly handler: ExtensionHandler; readonly version: string };

/** What depends on the VM's state, after everything that the request alone decides. */
function check(context: SimContext, vm: VirtualMachine, request: ArmRequest, wanted: ExtensionSettings): Resolved {
  refuseUnlessAllowed(vm);
  refuseUnlessRunning(vm);
  refuseSecondOfHandler(vm, request.param('extensionName'), wanted, context.vmExtensions.childrenOf(vm.id));
  return resolveHandler(context.catalogue, wanted);
}

function provision(
  context: SimContext,
  request: ArmRequest,
  vm: VirtualMachine,
  extension: MachineExtension,
  wanted: ExtensionSettings,
  resolved: Resolved,
): ArmReply {
  const isNew = extension.installedVersion === undefined && extension.operation === undefined;
  preemptExtensions(context, extension);
  extension.wanted = wanted;
  extension.provisioningState = isNew ? 'Creating' : 'Updating';
  touch(context, extension, request.principal);
  const blockedBy = context.scripts.failedBlocksOthers ? failedSibling(context, extension) : undefined;
  const plan = planProvisioning(context, extension, resolved, {
    os: vm.os,
    blockedBy,
    troubleAtEnd: () =>
      guestAgentRefusal(vm, extension.wanted) ??
      (hasLostIdentity(context, vm, extension) ? identityNotFound : undefined),
  });
  const agent = hasAgent(vm);
  const waitMs = agent ? Math.max(0, vm.agentReadyAtMs - context.time.now()) : agentTimeoutMs;
  const operation = context.operations.start({
    url: request.url,
    apiVersion: request.apiVersion,
    resourceId: extension.id,
    provider: 'Microsoft.Compute',
    location: vm.location,
    durationMs: plan.durationMs === undefined ? undefined : waitMs + plan.durationMs,
    result: () => vmExtensionJson(extension, false),
    end: () => (agent ? plan.end() : failWithoutAgent(context, extension, vm)),
  });
  extension.operation = operation;
  return { status: 200, body: vmExtensionJson(extension, false), operation, resourceId: extension.id };
}

function failedSibling(context: SimContext, extension: MachineExtension): MachineExtension | undefined {
  return context.vmExtensions
    .childrenOf(extension.machineId)
    .find((other) => other !== extension && other.provisioningState === 'Failed');
}

function failWithoutAgent(context: SimContext, extension: MachineExtension, vm: VirtualMachine) {
  failExtension(context, extension, undefined, { kind: 'fail', message: 'The guest agent does not answer.' });
  return {
    error: {
      code: 'VMAgentStatusCommunicationError',
      message: `VM '${vm.name}' has not reported status for VM agent or extensions. Verify that the OS is up and healthy, the VM has a running VM agent, and that it can establish outbound connections to Azure storage.`,
    },
  };
}
