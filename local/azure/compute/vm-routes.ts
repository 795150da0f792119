import { expandsInstanceView } from '../core/request/expands-instance-view.ts';
import { pageOf } from '../core/request/page.ts';
import { groupIdOf } from '../core/store/resource-path.ts';
import { checkPreconditions, etagOf } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, Family, Route, SimContext } from '../core/types.ts';
import { findVm, vmIdOf } from './find-vm.ts';
import { powerActions, runPowerAction } from './power-actions.ts';
import { virtualMachineType as type, type VirtualMachine } from './virtual-machine.ts';
import { instanceViewJson, listedVmJson, virtualMachineJson } from './virtual-machine-json.ts';
import { vmFilter } from './vm-filter.ts';
import { startVmOperation } from './vm-operation.ts';
import { patchVm, putVm } from './write-vm.ts';

const groupPath = `/subscriptions/{subscriptionId}/resourceGroups/{groupName}/providers/${type}`;
const path = `${groupPath}/{vmName}`;

/** Virtual machines (Compute REST API, "Virtual Machines"). */
export const virtualMachineFamily: Family = (context) => [
  ...readRoutes(context),
  {
    method: 'PUT',
    path,
    operation: `${type}/write`,
    source: 'Compute REST API, Virtual Machines - Create Or Update',
    publishes: 'write',
    handle: (request) => putVm(context, request),
  },
  {
    method: 'PATCH',
    path,
    operation: `${type}/write`,
    source: 'Compute REST API, Virtual Machines - Update',
    publishes: 'write',
    handle: (request) => patchVm(context, request),
  },
  {
    method: 'DELETE',
    path,
    operation: `${type}/delete`,
    source: 'Compute REST API, Virtual Machines - Delete',
    publishes: 'delete',
    handle: (request) => deleteVm(context, request),
  },
  ...powerActions.map(
    (action): Route => ({
      method: 'POST',
      path: `${path}/${action.name}`,
      operation: `${type}/${action.name}/action`,
      source: `Compute REST API, Virtual Machines - the action ${action.name}`,
      publishes: 'action',
      handle: (request) => runPowerAction(context, request, action),
    }),
  ),
];

function readRoutes(context: SimContext): Route[] {
  const operation = `${type}/read`;
  const executes = ['$expand', '$filter', '$skiptoken', '$top'] as const;
  const list = (request: ArmRequest, vms: readonly VirtualMachine[]): ArmReply => {
    const withInstanceView = wantsInstanceView(request);
    return pageOf(request, vms.filter(vmFilter(request.query.$filter)), (vm) =>
      listedVmJson(context, vm, withInstanceView),
    );
  };
  return [
    {
      method: 'GET',
      path,
      operation,
      source: 'Compute REST API, Virtual Machines - Get; ETag: recordings of azure-cli',
      executes: ['$expand'],
      handle: (request) => {
        const vm = findVm(context, request);
        const body = virtualMachineJson(context, vm, wantsInstanceView(request));
        return { status: 200, headers: { etag: etagOf(vm) }, body };
      },
    },
    {
      method: 'GET',
      path: `${path}/instanceView`,
      operation: `${type}/instanceView/read`,
      source: 'Compute REST API, Virtual Machines - Instance View',
      handle: (request) => ({ status: 200, body: instanceViewJson(context, findVm(context, request)) }),
    },
    {
      method: 'GET',
      path: groupPath,
      operation,
      source: 'Compute REST API, Virtual Machines - List; extensions by id only: recordings of Cloud Custodian',
      executes,
      handle: (request) => list(request, context.vms.childrenOf(groupIdOf(context, request))),
    },
    {
      method: 'GET',
      path: `/subscriptions/{subscriptionId}/providers/${type}`,
      operation,
      source: 'Compute REST API, Virtual Machines - List All; extensions by id only: recordings of Cloud Custodian',
      executes,
      handle: (request) => list(request, context.vms.inSubscription(request.param('subscriptionId'))),
    },
  ];
}

function wantsInstanceView(request: ArmRequest): boolean {
  return expandsInstanceView(request) || request.query.statusonly?.toLowerCase() === 'true';
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
