import { createMemoryStore, openMemoryTables } from '../../local/store/memory-store.ts';
import type { World } from '../../local/world/virtual-world.ts';
import type { TargetKey } from '../../src/domain/ids.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import { parseMachineId } from '../../src/domain/target/machine-ref.ts';
import { nameOfTarget } from '../../src/store/row-table.ts';

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

/**
 * Lets the world read its machines from tables that can be reached below the store. Answers how to break the body of a
 * row there, which leaves its other columns but for those given.
 */
export async function openBelow(
  world: World,
  records: readonly MachineRecord[],
): Promise<(key: TargetKey, change?: Readonly<Record<string, string>>) => Promise<void>> {
  const tables = openMemoryTables();
  const { machines } = createMemoryStore({ table: tables });
  for (const record of records) await machines.insert(record);
  Object.assign(world.ports.store.machines, machines);
  return async (key, change = {}) => {
    await tables('machines').upsert(nameOfTarget(key), { body: '{"schemaVersion":', ...change }, 'merge');
  };
}

/** What a row says of a VM whose extension of Defender for Endpoint names another machine, as after a move. */
export function misnamedEndpoint(index: number): Partial<MachineRecord> {
  const type = 'Microsoft.Azure.AzureDefenderForServers/MDE.Linux';
  return {
    ...{ incarnation: `vm-${index}`, os: 'linux' },
    findings: { endpoint: { kind: 'blocked', code: 'EndpointOfOtherMachine', detail: 'MDE.Linux names /other' } },
    facts: {
      ...{ createdAt: undefined, state: 'running', image: undefined, operatingSystem: undefined, identity: undefined },
      extensions: [{ name: 'MDE.Linux', type, version: '1.0.9.0', state: 'Succeeded' }],
      ...{ ruleIds: undefined, managedBy: undefined, connector: undefined },
    },
  };
}
