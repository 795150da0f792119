import { tellChange } from '../core/store/tell-change.ts';
import type { LocalAzure } from '../local-azure.ts';

/**
 * Tells of every VM, scale set and Arc machine as if it had just been written by the operator: how a tenant that was there before
 * its event subscription makes itself known.
 */
export function announceMachines(azure: LocalAzure): number {
  const { context, arc } = azure;
  const machines = [...context.vms.all(), ...context.scaleSets.all(), ...arc.machines.all()];
  for (const machine of machines) {
    tellChange(context, { resource: machine, method: 'PUT', by: context.principals.operator });
  }
  return machines.length;
}
