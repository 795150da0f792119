import { expect, test } from 'vitest';
import { connectMachine } from '../../local/azure/arc/connect-machine.ts';
import { addScaleSet } from '../../local/azure/compute/scale-set.ts';
import { objectAt } from '../../local/azure/core/json.ts';
import { arcId, vmBody, vmId } from '../../local/world/machines.ts';
import { put } from './existing.ts';
import { newArc, newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;

/** A new VM that is an instance of the Flexible set. */
async function newInstance(world: Scenario, name: string, setId: string): Promise<string> {
  const body = vmBody(name);
  const properties = { ...objectAt(body, 'properties'), virtualMachineScaleSet: { id: setId } };
  const id = vmId(world.tenant, name);
  await put(world, id, { ...body, properties });
  return id;
}

test('five instances of a Flexible scale set, which owns them, are Configured, and the set is read once', async () => {
  const world = await startScenario();
  const setId = `${world.tenant.group}/providers/Microsoft.Compute/virtualMachineScaleSets/flex`;
  addScaleSet(world.azure.context, { id: setId, location: 'westeurope' });
  const ids: string[] = [];
  for (const digit of [1, 2, 3, 4, 5]) ids.push(await newInstance(world, `flex_0000000${digit}`, setId));
  await world.untilQuiet();
  for (const id of ids) expect(await world.word(id)).toBe('Configured');
  expect(world.calls().filter(({ path }) => path.toLowerCase() === setId.toLowerCase())).toHaveLength(1);
  await world.expectQuiet();
});

test('an instance of a Flexible set that another product owns is left to it', async () => {
  const world = await startScenario();
  const setId = `${world.tenant.group}/providers/Microsoft.Compute/virtualMachineScaleSets/pool`;
  const managedBy = `${world.tenant.group}/providers/Microsoft.ContainerService/managedClusters/shop`;
  addScaleSet(world.azure.context, { id: setId, location: 'westeurope', managedBy });
  const id = await newInstance(world, 'pool_00000001', setId);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Excluded(ManagedBy)');
  expect(world.writes()).toEqual([]);
});

test('an Arc machine that is first heard of three hours after its registration is Configured ten minutes later', async () => {
  const world = await startScenario();
  const { context, arc } = world.azure;
  arc.silent.add(arcId(world.tenant, 'srv-1').toLowerCase());
  const id = await newArc(world);
  await world.clock.advance(3 * 60 * minute);
  expect(await world.word(id)).toBe('Pending(NotReported)');
  expect(world.writes()).toEqual([]);
  const machine = arc.machines.get(id);
  if (machine !== undefined) connectMachine(context, arc, machine);
  await world.clock.advance(10 * minute);
  expect(await world.word(id)).toBe('Configured');
  await world.expectQuiet();
});

test('an Azure VM that is registered with Arc too gets its agent once, as a VM', async () => {
  const world = await startScenario();
  const vm = await newVm(world, 'web-01');
  const twin = await newArc(world, 'web-01');
  world.report({ id: twin, cloudProvider: 'Azure', azureVmId: vm.replace('/resourceGroups/', '/resourcegroups/') });
  await world.untilQuiet();
  expect([await world.word(vm), await world.word(twin)]).toEqual(['Configured', 'Excluded(DuplicateOf)']);
  expect(world.writes().filter(({ path }) => path.startsWith(twin))).toEqual([]);
  await world.expectQuiet();
});

test('a node of an Azure Local cluster is left to its cluster', async () => {
  const world = await startScenario();
  const id = await newArc(world);
  const parentClusterId = `${world.tenant.group}/providers/Microsoft.AzureStackHCI/clusters/c1`;
  world.report({ id, parentClusterId });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Excluded(ManagedBy)');
  expect(world.writes()).toEqual([]);
});
