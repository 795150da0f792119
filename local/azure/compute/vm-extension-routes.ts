import { pickDuration } from '../core/operations/durations.ts';
import { expandsInstanceView } from '../core/request/expands-instance-view.ts';
import { resourceNotFound } from '../core/request/not-found.ts';
import { pageOf } from '../core/request/page.ts';
import type { ArmReply, ArmRequest, Family, SimContext } from '../core/types.ts';
import type { MachineExtension } from '../extensions/machine-extension.ts';
import { refuseUnlessRunning } from './extension-rules.ts';
import { findParentVm } from './find-vm.ts';
import { preemptExtensions } from './preempt-extensions.ts';
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
    source: 'Compute REST API, Virtual Machine Extensions - List',
    executes: ['$expand', '$skiptoken', '$top'],
    handle: (request) => {
      const withView = expandsInstanceView(request);
      const extensions = context.vmExtensions.childrenOf(findParentVm(context, request).id);
      return pageOf(request, extensions, (extension) => vmExtensionJson(extension, withView));
    },
  },
  {
    method: 'GET',
    path,
    operation: `${type}/read`,
    source: 'Compute REST API, Virtual Machine Extensions - Get',
    executes: ['$expand'],
    handle: (request) => {
      const extension = findExtension(context, request);
      if (extension === undefined) throw resourceNotFound(request.path);
      return { status: 200, body: vmExtensionJson(extension, expandsInstanceView(request)) };
    },
  },
  {
    method: 'PUT',
    path,
    operation: `${type}/write`,
    source: 'Compute REST API, Virtual Machine Extensions - Create Or Update',
    publishes: 'write',
    handle: (request) => putVmExtension(context, request),
  },
  {
    method: 'PATCH',
    path,
    operation: `${type}/write`,
    source: 'Compute REST API, Virtual Machine Extensions - Update',
    publishes: 'write',
    handle: (request) => patchVmExtension(context, request),
  },
  {
    method: 'DELETE',
    path,
    operation: `${type}/delete`,
    source: 'Compute REST API, Virtual Machine Extensions - Delete',
    publishes: 'delete',
    handle: (request) => deleteExtension(context, request),
  },
];

function findExtension(context: SimContext, request: ArmRequest): MachineExtension | undefined {
  const vm = findParentVm(context, request);
  return context.vmExtensions.get(`${vm.id}/extensions/${request.param('extensionName')}`);
}

function deleteExtension(context: SimContext, request: ArmRequest): ArmReply {
  const vm = findParentVm(context, request);
  const extension = findExtension(context, request);
  if (extension === undefined) return { status: 204, publish: false };
  refuseUnlessRunning(vm);
  preemptExtensions(context, extension);
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
