import { pickDuration } from '../core/operations/durations.ts';
import { armError } from '../core/request/arm-error.ts';
import type { ArmReply, ArmRequest, SimContext } from '../core/types.ts';
import { findVm } from './find-vm.ts';
import { preempted } from './preempt-extensions.ts';
import type { PowerState, VirtualMachine } from './virtual-machine.ts';
import { refuseWhileDeleting, startVmOperation } from './vm-operation.ts';

export interface PowerAction {
  /** Last segment of the path. */
  readonly name: string;
  readonly during: PowerState;
  readonly after: 'running' | 'stopped' | 'deallocated';
  readonly duration: 'vmStart' | 'vmStop';
  readonly needsRunning?: true;
}

/** The POST actions that change the power of a VM. */
export const powerActions: readonly PowerAction[] = [
  { name: 'start', during: 'starting', after: 'running', duration: 'vmStart' },
  { name: 'restart', during: 'running', after: 'running', duration: 'vmStart', needsRunning: true },
  { name: 'redeploy', during: 'starting', after: 'running', duration: 'vmStart', needsRunning: true },
  { name: 'powerOff', during: 'stopping', after: 'stopped', duration: 'vmStop' },
  { name: 'deallocate', during: 'deallocating', after: 'deallocated', duration: 'vmStop' },
];

/** Starts a power change; 202, the state follows when the operation ends. */
export function runPowerAction(context: SimContext, request: ArmRequest, action: PowerAction): ArmReply {
  const vm = findVm(context, request);
  refuseWhileDeleting(vm);
  if (action.needsRunning && vm.power !== 'running') {
    throw armError(
      409,
      'OperationNotAllowed',
      `The operation '${action.name}' requires the VM '${vm.name}' to be running.`,
    );
  }
  if (action.name === 'start' && vm.power === 'running') {
    return {
      status: 202,
      operation: startVmOperation(context, request, vm, [0, 0], 'empty', () => undefined),
      resourceId: vm.id,
    };
  }
  const turn = ++vm.powerTurn;
  vm.power = action.during;
  // An estimate until the system is up again; a restarting VM counts as running meanwhile.
  vm.agentReadyAtMs = context.time.now() + context.durations.vmStart[1] + context.durations.agentReady[1];
  if (action.after !== 'running') stopExtensions(context, vm);
  const operation = startVmOperation(context, request, vm, context.durations[action.duration], 'empty', () => {
    if (vm.powerTurn !== turn) return { error: { code: 'OperationPreempted', message: preempted } };
    vm.power = action.after;
    if (action.after === 'running') bootAgent(context, vm);
    return undefined;
  });
  return { status: 202, operation, resourceId: vm.id };
}

/** The guest agent reports Ready a while after the system runs. */
export function bootAgent(context: SimContext, vm: VirtualMachine): void {
  vm.agentReadyAtMs = context.time.now() + pickDuration(context.random, context.durations.agentReady);
}

/** A VM that goes off ends what its extensions are doing. */
export function stopExtensions(context: SimContext, vm: VirtualMachine): void {
  for (const extension of context.vmExtensions.childrenOf(vm.id)) {
    if (!['Creating', 'Updating', 'Deleting'].includes(extension.provisioningState)) continue;
    extension.provisioningState = 'Failed';
    extension.operation?.cancel(preempted);
  }
}
