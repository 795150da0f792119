import { parentNotFound, resourceNotFound } from '../core/request/not-found.ts';
import { groupIdOf } from '../core/store/resource-path.ts';
import type { ArmRequest, SimContext } from '../core/types.ts';
import { type VirtualMachine, virtualMachineType } from './virtual-machine.ts';

/** The VM that the request's `{vmName}` names; 404 ResourceNotFound. */
export function findVm(context: SimContext, request: ArmRequest): VirtualMachine {
  const id = vmIdOf(context, request);
  const vm = context.vms.get(id);
  if (vm === undefined) throw resourceNotFound(id);
  return vm;
}

/** The same for a request about a child; 404 ParentResourceNotFound. */
export function findParentVm(context: SimContext, request: ArmRequest): VirtualMachine {
  const id = vmIdOf(context, request);
  const vm = context.vms.get(id);
  if (vm === undefined) throw parentNotFound(id);
  return vm;
}

export function vmIdOf(context: SimContext, request: ArmRequest): string {
  return `${groupIdOf(context, request)}/providers/${virtualMachineType}/${request.param('vmName')}`;
}
