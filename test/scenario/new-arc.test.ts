import { expect, test } from 'vitest';
import { connectMachine } from '../../local/azure/arc/connect-machine.ts';
import { arcId } from '../../local/world/machines.ts';
import { newArc, newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Registers a machine whose agent has sent nothing yet. */
async function silentArc(world: Scenario, name: string): Promise<string> {
  world.azure.arc.keepSilent(arcId(world.tenant, name));
  return newArc(world, name);
}

/** Its agent is heard of for the first time. */
function connect(world: Scenario, id: string): void {
  const machine = world.azure.arc.machines.get(id);
  if (machine === undefined) throw new Error(`there is no machine ${id}`);
  connectMachine(world.azure.context, world.azure.arc, machine);
}

/** App milliseconds until the machine has the word. */
async function msUntil(world: Scenario, id: string, word: string, longestMs: number): Promise<number> {
  const fromMs = world.clock.now();
  while ((await world.word(id)) !== word && world.clock.now() - fromMs < longestMs) await world.clock.advance(10_000);
  return world.clock.now() - fromMs;
}

test('P1 P2 A6: a new Arc machine, whose GET tells no creation time, is onboarded from its event with no human step', async () => {
  const world = await startScenario();
  const id = await newArc(world);
  const read = world.azure.arc.machines.get(id);
  expect(read).not.toHaveProperty('systemData');
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect((await world.row(id)).eligibility).toMatchObject({ state: 'new' });
  await world.expectSteady();
});

test('one that connects three hours after it was registered is configured within ten minutes of that', async () => {
  const world = await startScenario();
  const id = await silentArc(world, 'srv-late');
  await world.clock.advance(3 * hour);
  expect(await world.word(id)).toBe('Pending(NotReported)');
  expect(world.written()).toEqual([]);
  connect(world, id);
  expect(await msUntil(world, id, 'Configured', hour)).toBeLessThanOrEqual(10 * minute);
  expect((await world.row(id)).eligibility).toMatchObject({ state: 'new' });
  await world.expectSteady();
});

test('one that never reports is looked at ever more rarely, and its own first report wakes it', async () => {
  const world = await startScenario();
  const id = await silentArc(world, 'srv-silent');
  await world.clock.advance(10 * minute);
  const before = world.calls().length;
  await world.clock.advance(48 * hour);
  expect(await world.word(id)).toBe('Pending(NotReported)');
  const sweeps = world
    .calls()
    .slice(before)
    .filter(({ path }) => path.includes('Microsoft.ResourceGraph')).length;
  expect(world.calls().length - before - sweeps).toBeLessThan(100);
  connect(world, id);
  expect(await msUntil(world, id, 'Configured', hour)).toBeLessThanOrEqual(10 * minute);
});

test('one that could not be read for hours, and rests on its ladder, is looked at when its first report comes', async () => {
  const world = await startScenario();
  const error = { code: 'InternalServerError', message: 'x' };
  world.azure.addFault({
    method: 'GET',
    path: arcId(world.tenant, 'srv-late'),
    status: 500,
    times: 99,
    body: { error },
  });
  const id = await silentArc(world, 'srv-late');
  await world.clock.advance(3 * hour);
  expect(await world.word(id)).toBe('Failed(ServerError)');
  const { lookRetryAt } = await world.row(id);
  expect(Date.parse(lookRetryAt ?? '') - world.clock.now()).toBeGreaterThan(hour);
  world.azure.faults.clear();
  connect(world, id);
  expect(await msUntil(world, id, 'Configured', 6 * hour)).toBeLessThanOrEqual(10 * minute);
  await world.expectSteady();
});

test('an Azure VM that is registered in Arc as well is onboarded once, as the VM', async () => {
  const world = await startScenario();
  const vm = await newVm(world, 'vm-both');
  const arc = await newArc(world, 'srv-both');
  world.report({ id: arc, cloudProvider: 'Azure', azureVmId: vm });
  await world.untilQuiet();
  expect(await world.word(vm)).toBe('Configured');
  expect(await world.word(arc)).toBe('Excluded(DuplicateOf)');
  expect((await world.row(arc)).standing).toMatchObject({ detail: expect.stringContaining('vm-both') });
  expect(world.writes().filter(({ path }) => path.includes('srv-both'))).toEqual([]);
  await world.expectSteady();
});

test('a node of an Azure Local cluster is left to its cluster', async () => {
  const world = await startScenario();
  const id = await silentArc(world, 'node-1');
  await world.clock.advance(minute);
  world.report({ id, parentClusterId: `${world.tenant.group}/providers/Microsoft.AzureStackHCI/clusters/hci-1` });
  connect(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Excluded(ManagedBy)');
  expect(world.written()).toEqual([]);
});
