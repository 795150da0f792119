import type {
  AsyncOperation,
  OperationEnd,
  OperationHeader,
  OperationResult,
} from '../core/operations/async-operations.ts';
import { type DurationRange, pickDuration } from '../core/operations/durations.ts';
import { armError } from '../core/request/arm-error.ts';
import type { ArmRequest, SimContext } from '../core/types.ts';
import type { VirtualMachine } from './virtual-machine.ts';

/** Starts an operation on a VM. */
export function startVmOperation(
  context: SimContext,
  request: ArmRequest,
  vm: VirtualMachine,
  range: DurationRange,
  result: OperationResult,
  end: () => OperationEnd,
  tells?: readonly OperationHeader[],
): AsyncOperation {
  const operation = context.operations.start({
    url: request.url,
    apiVersion: request.apiVersion,
    resourceId: vm.id,
    provider: 'Microsoft.Compute',
    location: vm.location,
    durationMs: pickDuration(context.random, range),
    ...(tells === undefined ? {} : { tells }),
    result,
    end,
  });
  vm.operation = operation;
  return operation;
}

/** 409 while the VM is going away; named where its name is known (Azure/azure-service-operator issue 1093). */
export function refuseWhileDeleting(vm: VirtualMachine, operation?: 'VMExtensionOperation'): void {
  if (vm.provisioningState !== 'Deleting') return;
  throw armError(
    409,
    'OperationNotAllowed',
    `Operation ${operation === undefined ? '' : `'${operation}' `}is not allowed on VM '${vm.name}' since the VM is marked for deletion. You can only retry the Delete operation (or wait for an ongoing one to complete).`,
  );
}
