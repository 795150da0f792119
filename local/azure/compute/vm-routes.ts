import { pageOf } from '../core/request/page.ts';
import { groupIdOf } from '../core/store/resource-path.ts';
import { checkPreconditions } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, Family, Route, SimContext } from '../core/types.ts';
import { findVm, vmIdOf } from './find-vm.ts';
import { powerActions, runPowerAction } from './power-actions.ts';
import { virtualMachineType as type, type VirtualMachine } from './virtual-machine.ts';
import { instanceViewJson, virtualMachineJson } from './virtual-machine-json.ts';
import { startVmOperation } from './vm-operation.ts';
import { patchVm, putVm } from './write-vm.ts';

const groupPath = `/subscriptions/{subscriptionId}/resourceGroups/{groupName}/providers/${type}`;
const path = `${groupPath}/{vmName}`;

/** Virtual machines (Compute REST API, "Virtual Machines"). */
export const virtualMachineFamily: Family = (context) => [
  ...readRoutes(context),
  { method: 'PUT', path, operation: `${type}/write`, publishes: 'write', handle: (request) => putVm(context, request) },
  {
    method: 'PATCH',
    path,
    operation: `${type}/write`,
    publishes: 'write',
    handle: (request) => patchVm(context, request),
  },
  {
    method: 'DELETE',
    path,
    operation: `${type}/delete`,
    publishes: 'delete',
    handle: (request) => deleteVm(context, request),
  },
  ...powerActions.map(
    (action): Route => ({
      method: 'POST',
      path: `${path}/${action.name}`,
      operation: `${type}/${action.name}/action`,
      publishes: 'action',
      handle: (request) => runPowerAction(context, request, action),
    }),
  ),
];

function readRoutes(context: SimContext): Route[] {
  const operation = `${type}/read`;
  const list = (request: ArmRequest, vms: readonly VirtualMachine[]): ArmReply =>
    pageOf(request, vms, (vm) => virtualMachineJson(context, vm, wantsInstanceView(request)));
  return [
    {
      method: 'GET',
      path,
      operation,
      handle: (request) => {
        const vm = findVm(context, request);
        return { status: 200, body: virtualMachineJson(context, vm, wantsInstanceView(request)) };
      },
    },
    {
      method: 'GET',
      path: `${path}/instanceView`,
      operation: `${type}/instanceView/read`,
      handle: (request) => ({ status: 200, body: instanceViewJson(context, findVm(context, request)) }),
    },
    {
      method: 'GET',
      path: groupPath,
      operation,
      handle: (request) => list(request, context.vms.childrenOf(groupIdOf(context, request))),
    },
    {
      method: 'GET',
      path: `/subscriptions/{subscriptionId}/providers/${type}`,
      operation,
      handle: (request) => list(request, context.vms.inSubscription(request.param('subscriptionId'))),
    },
  ];
}

function wantsInstanceView(request: ArmRequest): boolean {
  return request.query.$expand?.toLowerCase() === 'instanceview' || request.query.statusonly?.toLowerCase() === 'true';
}

function deleteVm(context: SimContext, request: ArmRequest): ArmReply {
  const vm = context.vms.get(vmIdOf(context, request));
  if (vm === undefined) return { status: 204, publish: false };
  checkPreconditions(request, vm);
  vm.provisioningState = 'Deleting';
  vm.powerTurn += 1;
  const operation = startVmOperation(context, request, vm, context.durations.vmDelete, 'gone', () => {
    // The name may belong to a new VM by now.
    if (context.vms.get(vm.id) === vm) context.remove(vm.id);
    return undefined;
  });
  return { status: 202, operation, resourceId: vm.id };
}
