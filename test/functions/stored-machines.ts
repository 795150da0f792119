import type { World } from '../../local/world/virtual-world.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import { parseMachineId } from '../../src/domain/target/machine-ref.ts';

/** Stores the row of a machine that Azure need not have. */
export async function storeMachine(
  world: World,
  resourceId: string,
  change: Partial<MachineRecord> = {},
): Promise<MachineRecord> {
  const machine = parseMachineId(resourceId);
  if (machine === undefined) throw new Error(`${resourceId} is no machine`);
  const record = { ...newRecord(machine, new Date(world.clock.now()).toISOString()), ...change };
  await world.store.machines.insert(record);
  return record;
}

/** Stores so many VMs, named vm-00, vm-01, ... */
export async function storeVms(
  world: World,
  count: number,
  changeOf: (index: number) => Partial<MachineRecord> = () => ({}),
): Promise<readonly MachineRecord[]> {
  const records: MachineRecord[] = [];
  for (let index = 0; index < count; index++) {
    const name = `vm-${String(index).padStart(2, '0')}`;
    const id = `${world.tenant.group}/providers/Microsoft.Compute/virtualMachines/${name}`;
    records.push(await storeMachine(world, id, changeOf(index)));
  }
  return records;
}
