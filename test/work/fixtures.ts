import { type MachineRef, parseMachineId } from '../../src/domain/target/machine-ref.ts';
import type { StorePort } from '../../src/ports/store.ts';
import type { WorkPorts } from '../../src/work/work-ports.ts';

const subscription = '11111111-2222-3333-4444-555555555555';

/** A VM of the test subscription, or of another one. */
export function vm(name: string, inSubscription: string = subscription): MachineRef {
  const id = `/subscriptions/${inSubscription}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/${name}`;
  const machine = parseMachineId(id);
  if (machine === undefined) throw new Error(`Not a machine id: ${id}`);
  return machine;
}

/** Ports of the work protocol over a store, with ids that count. */
export function workPorts(store: StorePort, now: () => number): WorkPorts {
  let ids = 0;
  return { store, clock: { now }, newId: () => `id-${++ids}` };
}
