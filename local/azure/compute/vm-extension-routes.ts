import { pickDuration } from '../core/operations/durations.ts';
import { resourceNotFound } from '../core/request/not-found.ts';
import { pageOf } from '../core/request/page.ts';
import type { ArmReply, ArmRequest, Family, SimContext } from '../core/types.ts';
import type { MachineExtension } from '../extensions/machine-extension.ts';
import { refuseUnlessRunning } from './extension-rules.ts';
import { findParentVm } from './find-vm.ts';
import { virtualMachineType } from './virtual-machine.ts';
import { vmExtensionType as type, vmExtensionJson } from './vm-extension-json.ts';
import { patchVmExtension, putVmExtension } from './write-vm-extension.ts';

const listPath = `/subscriptions/{subscriptionId}/resourceGroups/{groupName}/providers/${virtualMachineType}/{vmName}/extensions`;
const path = `${listPath}/{extensionName}`;

/** Extensions of virtual machines (Compute REST API, "Virtual Machine Extensions"). */
export const vmExtensionFamily: Family = (context) => [
  {
    method: 'GET',
    path: listPath,
    operation: `${type}/read`,
    handle: (request) => {
      const extensions = context.vmExtensions.childrenOf(findParentVm(context, request).id);
      return pageOf(request, extensions, (extension) => vmExtensionJson(extension, wantsInstanceView(request)));
    },
  },
  {
    method: 'GET',
    path,
    operation: `${type}/read`,
    handle: (request) => {
      const extension = findExtension(context, request);
      if (extension === undefined) throw resourceNotFound(request.path);
      return { status: 200, body: vmExtensionJson(extension, wantsInstanceView(request)) };
    },
  },
  {
    method: 'PUT',
    path,
    operation: `${type}/write`,
    publishes: 'write',
    handle: (request) => putVmExtension(context, request),
  },
  {
    method: 'PATCH',
    path,
    operation: `${type}/write`,
    publishes: 'write',
    handle: (request) => patchVmExtension(context, request),
  },
  {
    method: 'DELETE',
    path,
    operation: `${type}/delete`,
    publishes: 'delete',
    handle: (request) => deleteExtension(context, request),
  },
];

function findExtension(context: SimContext, request: ArmRequest): MachineExtension | undefined {
  const vm = findParentVm(context, request);
  return context.vmExtensions.get(`${vm.id}/extensions/${request.param('extensionName')}`);
}

function wantsInstanceView(request: ArmRequest): boolean {
  return request.query.$expand?.toLowerCase() === 'instanceview';
}

function deleteExtension(context: SimContext, request: ArmRequest): ArmReply {
  const vm = findParentVm(context, request);
  const extension = findExtension(context, request);
  if (extension === undefined) return { status: 204, publish: false };
  refuseUnlessRunning(vm);
  extension.operation?.cancel('The operation has been preempted by a more recent operation.');
  extension.provisioningState = 'Deleting';
  const operation = context.operations.start({
    url: request.url,
    apiVersion: request.apiVersion,
    resourceId: extension.id,
    provider: 'Microsoft.Compute',
    location: vm.location,
    durationMs: pickDuration(context.random, context.durations.extensionDelete),
    result: 'gone',
    end: () => {
      if (context.vmExtensions.get(extension.id) === extension) context.remove(extension.id);
      return undefined;
    },
  });
  extension.operation = operation;
  return { status: 202, operation, resourceId: extension.id };
}
