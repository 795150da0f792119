import type { SimContext } from '../types.ts';
import { findResource } from './stored-resource.ts';
import { tellChange } from './tell-change.ts';

/**
 * Somebody else deletes a machine: it is gone at once, and Event Grid is told. Does nothing when it is not there.
 * `origin` is the address that the deletion is said to have been asked of.
 */
export function vanishMachine(context: SimContext, machineId: string, origin: string): void {
  const machine = findResource(context, machineId);
  if (machine === undefined) return;
  context.remove(machine.id);
  tellChange(context, { resource: machine, method: 'DELETE', by: context.principals.other, origin });
}
