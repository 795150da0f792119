import { arcBody, arcId, type VmOptions, vmBody, vmId } from '../../local/world/machines.ts';
import { put } from './existing.ts';
import type { Scenario } from './scenario.ts';

/** Creates a VM as an operator does; its event comes when its creation ends. Answers its id. */
export async function newVm(world: Scenario, name = 'vm-1', options: VmOptions = {}): Promise<string> {
  const id = vmId(world.tenant, name);
  await put(world, id, vmBody(name, options));
  return id;
}

/** Registers an Arc machine as its agent does. Answers its id. */
export async function newArc(world: Scenario, name = 'srv-1'): Promise<string> {
  const id = arcId(world.tenant, name);
  await put(world, id, arcBody());
  return id;
}
