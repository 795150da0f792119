import type { SimContext } from '../types.ts';
import { parseArmId } from './arm-id.ts';
import { findResource } from './stored-resource.ts';

/**
 * Somebody else deletes a machine: it is gone at once, and Event Grid is told. Does nothing when it is not there.
 * `origin` is the address that the deletion is said to have been asked of.
 */
export function vanishMachine(context: SimContext, machineId: string, origin: string): void {
  const machine = findResource(context, machineId);
  if (machine === undefined) return;
  context.remove(machine.id);
  context.publish({
    kind: 'delete',
    outcome: 'Success',
    operationName: `${machine.type}/delete`,
    resourceUri: machine.id,
    subscriptionId: parseArmId(machine.id).subscriptionId ?? '',
    principal: context.principals.other,
    method: 'DELETE',
    url: `${origin}${machine.id}`,
    correlationId: context.random.guid(),
    clientRequestId: undefined,
    atMs: context.time.now(),
  });
}
