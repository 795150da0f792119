import type { SimContext } from '../core/types.ts';
import { stopExtensions } from './power-actions.ts';

/**
 * Takes every VM of a subscription off at once, as a subscription that is disabled or expires does to them (page "Azure
 * subscription states"). They stay so until somebody starts them, also when it is enabled again. No event tells of it.
 */
export function deallocateAll(context: SimContext, subscriptionId: string): readonly string[] {
  const vms = context.vms.inSubscription(subscriptionId);
  for (const vm of vms) {
    vm.power = 'deallocated';
    vm.powerTurn += 1;
    vm.agentReadyAtMs = Number.POSITIVE_INFINITY;
    stopExtensions(context, vm);
  }
  return vms.map(({ id }) => id);
}
