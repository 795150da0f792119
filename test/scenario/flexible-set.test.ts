import { expect, test } from 'vitest';
import { addScaleSet } from '../../local/azure/compute/scale-sets/scale-set.ts';
import { tellChange } from '../../local/azure/core/store/tell-change.ts';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { put } from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';

/** A Flexible scale set makes its instances, which are VMs that name it and that it manages. */
async function makeSet(world: Scenario, name: string, instances: number, managedBy?: string): Promise<string[]> {
  const id = `${world.tenant.group}/providers/Microsoft.Compute/virtualMachineScaleSets/${name}`;
  addScaleSet(world.azure.context, { id, location: 'westeurope', ...(managedBy === undefined ? {} : { managedBy }) });
  const ids: string[] = [];
  for (let index = 0; index < instances; index++) {
    const vm = `${name}_${String(index).padStart(8, '0')}`;
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

test('a Flexible set of 20 has 20 rows, all onboarded: it has none itself, and nothing is written to it', async () => {
  const world = await startScenario();
  const ids = await makeSet(world, 'web', 20);
  const set = `${world.tenant.group}/providers/Microsoft.Compute/virtualMachineScaleSets/web`;
  // As autoscale changes it, and as the API of sets names one of its instances.
  tellChange(world.azure.context, {
    resource: { id: set, type: 'Microsoft.Compute/virtualMachineScaleSets' },
    method: 'PUT',
    by: world.azure.context.principals.other,
  });
  tellChange(world.azure.context, {
    resource: {
      id: `${set}/virtualMachines/${ids[3]?.split('/').at(-1)}`,
      type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
    },
    method: 'PUT',
    by: world.azure.context.principals.other,
  });
  await world.untilQuiet();
  const { records } = await world.store.machines.list({ limit: 100 });
  expect(records.map(({ resourceId }) => resourceId).sort()).toEqual([...ids].sort());
  expect(new Set(records.map(({ kind, standing }) => `${kind} ${standing.status}`))).toEqual(
    new Set(['vm Configured']),
  );
  expect(world.writes().filter(({ path }) => path.toLowerCase().startsWith(set.toLowerCase()))).toEqual([]);
  const { body } = await world.api('GET', 'status');
  expect(body).toMatchObject({ machines: 20, byStatus: { Configured: 20 } });
  expect(await world.store.work.listAll()).toEqual([]);
  await world.expectSteady();
});
