import { expect, test } from 'vitest';
import { addScaleSet } from '../../local/azure/compute/scale-sets/scale-set.ts';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { put } from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';

/** A Flexible scale set makes its instances, which are VMs that name it and that it manages. */
async function makeSet(world: Scenario, name: string, instances: number, managedBy?: string): Promise<string[]> {
  const id = `${world.tenant.group}/providers/Microsoft.Compute/virtualMachineScaleSets/${name}`;
  addScaleSet(world.azure.context, { id, location: 'westeurope', ...(managedBy === undefined ? {} : { managedBy }) });
  const ids: string[] = [];
  for (let index = 0; index < instances; index++) {
    const vm = `${name}_0000000${index}`;
    const body = vmBody(vm.replace('_', '-'));
    const properties = { ...Object(body.properties), virtualMachineScaleSet: { id } };
    await put(world, vmId(world.tenant, vm), { ...body, properties });
    ids.push(vmId(world.tenant, vm));
  }
  return ids;
}

test('the five instances of a Flexible scale set are onboarded like any VM', async () => {
  const world = await startScenario();
  const ids = await makeSet(world, 'web', 5);
  for (const id of ids) expect(world.azure.context.vms.get(id)?.managedBy).toContain('/virtualMachineScaleSets/web');
  await world.untilQuiet();
  for (const id of ids) expect(await world.word(id)).toBe('Configured');
  expect(world.calls().filter(({ path }) => /\/virtualMachineScaleSets\/web$/i.test(path))).toHaveLength(1);
  await world.expectSteady();
});

test('the instances of a set that a service owns are left to that service', async () => {
  const world = await startScenario();
  const cluster = `${world.tenant.group}/providers/Microsoft.ContainerService/managedClusters/shop`;
  const ids = await makeSet(world, 'pool', 2, cluster);
  await world.untilQuiet();
  for (const id of ids) expect(await world.word(id)).toBe('Excluded(ManagedBy)');
  expect(world.written()).toEqual([]);
});
