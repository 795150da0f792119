import { expect, test } from 'vitest';
import type { WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import { agentsOf, changeSet, instancesOf, makeScaleSet, quietSet } from './given-scale-set.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;

/** The usual file, in which instances of Manual sets are upgraded. */
function upgrading(usual: WrittenFleet): WrittenFleet {
  return { ...usual, profiles: usual.profiles.map((one) => ({ ...one, scaleSets: { upgradeInstances: true } })) };
}

/** The instances that each upgrade of ours named, in the order of the upgrades. */
function batchesOf(world: Scenario): readonly (readonly string[])[] {
  return world.writes().flatMap(({ path, body }) => {
    const named = path.endsWith('/manualupgrade') ? Object(body).instanceIds : undefined;
    return Array.isArray(named) ? [named.map(String)] : [];
  });
}

function numbers(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from }, (_, index) => String(from + index));
}

test('a Manual set is upgraded a fifth at a time, each batch after the last one reports the agent', async () => {
  const world = await startScenario({ fleet: upgrading });
  const id = await makeScaleSet(world, 'web', 12, { mode: 'Manual' });
  let most = 0;
  for (let each = 0; each < 400 && (await world.word(id)) !== 'Configured'; each++) {
    await world.clock.advance(minute / 2);
    const named = batchesOf(world).flat().length;
    most = Math.max(most, named - agentsOf(world, id));
  }
  expect(await world.word(id)).toBe('Configured');
  expect(most).toBe(2);
  expect(batchesOf(world)).toEqual([0, 2, 4, 6, 8, 10].map((from) => numbers(from, from + 2)));
  expect(await instancesOf(world, id)).toBe('12 of 12 instances current, 0 protected from actions');
  await world.expectSteady();
});

test('of a Manual set of 50 the third batch fails: it stops there with 20 current, and a person decides', async () => {
  const world = await startScenario({ fleet: upgrading });
  for (const each of numbers(20, 30)) {
    world.azure.addFault({ extension: { machine: `**/virtualMachines/${each}` }, outcome: { exitCode: 9 } });
  }
  const id = await makeScaleSet(world, 'web', 50, { mode: 'Manual' });
  await world.untilQuiet();
  expect(batchesOf(world)).toEqual([numbers(0, 10), numbers(10, 20), numbers(20, 30)]);
  expect(await world.word(id)).toBe('Held(ScaleSetUpgradeFailed)');
  expect(await instancesOf(world, id)).toMatch(
    /^20 of 50 instances current, 0 protected from actions; failed on 20, 21, /,
  );
  expect(agentsOf(world, id)).toBe(20);
  await world.clock.advance(48 * 60 * minute);
  expect(batchesOf(world)).toHaveLength(3);
  await world.expectSteady();
});

test('a batch whose operation ends badly stops the set too, until a person onboards it again', async () => {
  const world = await startScenario({ fleet: upgrading });
  const id = await makeScaleSet(world, 'web', 6, { mode: 'Manual' });
  await world.clock.advance(minute);
  for (let each = 0; each < 60 && batchesOf(world).length < 2; each++) await world.clock.advance(minute / 2);
  const set = world.azure.context.scaleSets.get(id);
  set?.operation?.finish({
    error: { code: 'InternalExecutionError', message: 'An internal execution error occurred.' },
  });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(ScaleSetUpgradeFailed)');
  expect((await world.row(id)).findings['scale-set']?.detail).toContain('InternalExecutionError');
  expect(batchesOf(world)).toHaveLength(2);
  await world.expectSteady();
  await world.api('POST', 'machines/onboard', { resourceId: id, why: 'it was a hiccup' });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(batchesOf(world).length).toBeGreaterThanOrEqual(6);
});

test('not one instance is upgraded while the model has an image that they lack', async () => {
  const world = await startScenario({ fleet: upgrading });
  const id = await quietSet(world, 'web', 10, { mode: 'Manual' });
  await world.azure.events.silently(() => changeSet(world, id, { image: '2.0.0' }));
  await world.lookAt(id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(PendingModelChange)');
  expect(await instancesOf(world, id)).toMatch(/^0 of 10 instances current, 0 protected from actions; /);
  expect(batchesOf(world)).toEqual([]);
  await world.expectSteady();
  await world.callAzure('POST', `${id}/manualupgrade`, { body: { instanceIds: ['*'] } });
  await world.clock.advance(10 * minute);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(batchesOf(world)).toEqual([]);
});

test('an image that comes after the first look, or between two batches, stops the upgrades', async () => {
  const world = await startScenario({ fleet: upgrading });
  const early = await makeScaleSet(world, 'early', 5, { mode: 'Manual', advance: false });
  const set = world.azure.context.scaleSets.get(early);
  for (let each = 0; each < 200 && world.azure.context.setExtensions.childrenOf(early).length === 0; each++) {
    await world.clock.advance(5_000);
  }
  set?.operation?.finish(undefined);
  await changeSet(world, early, { image: '2.0.0' });
  await world.untilQuiet();
  expect(await world.word(early)).toBe('Held(PendingModelChange)');
  expect(batchesOf(world)).toEqual([]);
  const late = await makeScaleSet(world, 'late', 5, { mode: 'Manual' });
  for (let each = 0; each < 200 && agentsOf(world, late) === 0; each++) await world.clock.advance(5_000);
  await changeSet(world, late, { image: '2.0.0' });
  await world.untilQuiet();
  expect(await world.word(late)).toBe('Held(PendingModelChange)');
  expect(batchesOf(world)).toEqual([['0']]);
  await world.expectSteady();
});

test('an instance that was protected when an older change passed it by is not upgraded later', async () => {
  const world = await startScenario({ fleet: upgrading });
  const id = await quietSet(world, 'web', 5, { mode: 'Manual' });
  await world.azure.events.silently(async () => {
    await changeSet(world, id, { protect: ['3'] });
    await changeSet(world, id, { image: '2.0.0' });
    await world.callAzure('POST', `${id}/manualupgrade`, { body: { instanceIds: ['*'] } });
    await world.clock.advance(10 * minute);
  });
  await world.lookAt(id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(await instancesOf(world, id)).toBe('4 of 5 instances current, 1 protected from actions');
  const sent = batchesOf(world).length;
  await changeSet(world, id, { protect: [] });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(PendingModelChange)');
  expect(batchesOf(world)).toHaveLength(sent);
  await world.expectSteady();
});

test('where the profile does not opt in, a Manual set is held until a person upgrades its instances', async () => {
  const world = await startScenario();
  const id = await makeScaleSet(world, 'web', 4, { mode: 'Manual' });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(PendingModelChange)');
  const why = 'its profile lets the app upgrade no instances';
  expect(await instancesOf(world, id)).toBe(`0 of 4 instances current, 0 protected from actions; ${why}`);
  expect(batchesOf(world)).toEqual([]);
  await world.expectSteady();
  await world.callAzure('POST', `${id}/manualupgrade`, { body: { instanceIds: ['0', '1', '2', '3'] } });
  await world.clock.advance(10 * minute);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(await instancesOf(world, id)).toBe('4 of 4 instances current, 0 protected from actions');
  await world.expectSteady();
});
