import { expect, test } from 'vitest';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { put } from './existing.ts';
import { agentsOf, makeScaleSet, quietSet } from './given-scale-set.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;

async function startLimited(inFlight: number): Promise<Scenario> {
  return await startScenario({ fleet: (usual) => ({ ...usual, limits: { inFlight } }) });
}

/** What was ever leased at one time, each row as what it stands for. */
async function watch(
  world: Scenario,
  minutes: number,
): Promise<{ readonly most: number; readonly words: Set<string> }> {
  const words = new Set<string>();
  let most = 0;
  for (let each = 0; each < minutes * 4; each++) {
    await world.clock.advance(minute / 4);
    const nowIso = new Date(world.clock.now()).toISOString();
    const leased = (await world.store.work.listAll()).filter(({ leaseUntil }) => leaseUntil > nowIso);
    most = Math.max(
      most,
      leased.reduce((sum, { load = 1 }) => sum + load, 0),
    );
    const { records } = await world.store.machines.list({ limit: 100 });
    for (const { name, resourceId } of records) words.add(`${name}: ${await world.word(resourceId)}`);
  }
  return { most, words };
}

test('an Automatic set counts as its instances against the limits, and waits until they have room', async () => {
  const world = await startLimited(10);
  for (const name of ['vm-1', 'vm-2', 'vm-3', 'vm-4']) await put(world, vmId(world.tenant, name), vmBody(name));
  await world.clock.advance(3 * minute);
  const id = await makeScaleSet(world, 'web', 8);
  const { most, words } = await watch(world, 40);
  expect(words).toContain('web: Pending(Queued)');
  expect(most).toBeGreaterThanOrEqual(8);
  expect(most).toBeLessThanOrEqual(10);
  expect(await world.word(id)).toBe('Configured');
  expect(agentsOf(world, id)).toBe(8);
  expect((await world.store.machines.list({ limit: 9 })).records.map(({ standing }) => standing.status)).toEqual(
    Array(5).fill('Configured'),
  );
  await world.expectSteady();
});

test('sets that are larger than the limit are changed one after the other, and nothing beside them', async () => {
  const world = await startLimited(5);
  const sets = [await quietSet(world, 'web', 8), await quietSet(world, 'api', 7, { mode: 'Rolling' })];
  for (const id of sets) await world.lookAt(id);
  const { most } = await watch(world, 60);
  expect(most).toBe(8);
  for (const id of sets) expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('a Manual set counts as one: a change of its model reaches no instance by itself', async () => {
  const world = await startLimited(5);
  const id = await makeScaleSet(world, 'web', 8, { mode: 'Manual' });
  const { most, words } = await watch(world, 20);
  expect(most).toBe(1);
  expect([...words].join()).not.toContain('Queued');
  expect(await world.word(id)).toBe('Held(PendingModelChange)');
  await world.expectSteady();
});
