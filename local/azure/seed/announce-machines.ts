import { newestVersionFor } from '../core/request/api-versions-of-types.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import type { LocalAzure } from '../local-azure.ts';

/**
 * Tells of every VM and Arc machine as if it had just been written by the operator: how a tenant that was there before
 * its event subscription makes itself known.
 */
export function announceMachines(azure: LocalAzure): number {
  const { context, arc } = azure;
  const machines = [...context.vms.all(), ...arc.machines.all()];
  for (const machine of machines) {
    context.publish({
      kind: 'write',
      outcome: 'Success',
      operationName: `${machine.type}/write`,
      resourceUri: machine.id,
      subscriptionId: parseArmId(machine.id).subscriptionId ?? '',
      principal: context.principals.operator,
      method: 'PUT',
      url: `https://management.azure.com${machine.id}?api-version=${newestVersionFor(machine.id)}`,
      correlationId: context.random.guid(),
      clientRequestId: undefined,
      atMs: context.time.now(),
    });
  }
  return machines.length;
}
