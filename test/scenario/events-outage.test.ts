import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { readEvent } from '../fixtures/events/read-event.ts';
import { callApp, deliverEvents } from '../functions/call-app.ts';
import { put, quietly, quietVm } from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';

/** A world whose store fails where and while the test says so. */
async function startBreakable(): Promise<{ world: Scenario; breakStore(isBroken: (moment: string) => boolean): void }> {
  let isBroken = (_: string): boolean => false;
  const world = await startScenario({
    onStoreOperation: ({ name, phase }) => {
      if (isBroken(`${phase} ${name}`)) throw new Error(`no answer: ${phase} ${name}`);
    },
  });
  // The sweep of the start, and the look that it asks for, are over before anything breaks.
  await world.clock.advance(60_000);
  return {
    world,
    breakStore: (decide) => {
      isBroken = decide;
    },
  };
}

/** What is still in use after everything that can be freed was freed. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

async function intake(world: Scenario): Promise<unknown> {
  return (await callApp(world, 'GET', '/api/status')).body.intake;
}

test.each(['before work.upsert', 'after work.upsert'])(
  'an event whose request fails (%s) is answered with an error, comes again from Event Grid, and nothing is lost or done twice',
  async (moment) => {
    const { world, breakStore } = await startBreakable();
    const id = vmId(world.tenant, 'web-01');
    let failures = 0;
    breakStore((now) => now === moment && ++failures <= 2);
    await put(world, id, vmBody('web-01'));
    await world.untilQuiet();
    expect(failures).toBeGreaterThan(2);
    expect(await world.word(id)).toBe('Configured');
    const deliveries = world.azure.events.log
      .records()
      .filter(({ resourceUri }) => resourceUri.toLowerCase() === id.toLowerCase());
    expect(deliveries.slice(0, 3).map(({ status, outcome }) => ({ status, outcome }))).toEqual([
      { status: 500, outcome: 'retry' },
      { status: 500, outcome: 'retry' },
      { status: 202, outcome: 'delivered' },
    ]);
    expect(await intake(world)).toMatchObject({ failed: 2, looks: 1 });
    expect(world.writes()).toHaveLength(3);
    await world.expectSteady();
  },
);

test('one failed event of a batch fails the batch, and the others are looked at all the same', async () => {
  const { world, breakStore } = await startBreakable();
  const ids = [await quietVm(world, 'vm-a'), await quietVm(world, 'vm-b')];
  const batch = ids.map((resourceUri) => ({
    ...readEvent('vm-write'),
    data: { ...readEvent('vm-write').data, resourceUri },
  }));
  let upserts = 0;
  breakStore((now) => now === 'before work.upsert' && ++upserts === 1);
  expect(await deliverEvents(world, JSON.stringify(batch))).toBe(500);
  expect(await deliverEvents(world, JSON.stringify(batch))).toBe(202);
  await world.untilQuiet();
  for (const id of ids) expect(await world.word(id)).toBe('Configured');
  expect(world.writes()).toHaveLength(6);
});

test('a timeline, a machine row or a hint that cannot be written does not fail the event', async () => {
  const { world, breakStore } = await startBreakable();
  world.azure.events.unsubscribe('app');
  const id = await quietVm(world, 'web-01');
  breakStore((now) => now === 'before timeline.append' || now === 'before machines.insert');
  const resourceUri = id;
  const event = { ...readEvent('vm-write'), data: { ...readEvent('vm-write').data, resourceUri } };
  expect(await deliverEvents(world, JSON.stringify([event]))).toBe(202);
  breakStore(() => false);
  expect(await world.store.work.listAll()).toHaveLength(1);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
});

test('a store that is away for five minutes in the middle of ten onboardings costs nothing but time', async () => {
  const { world, breakStore } = await startBreakable();
  const ids = Array.from({ length: 10 }, (_, index) => vmId(world.tenant, `vm-${index}`));
  for (const id of ids) {
    await put(world, id, vmBody('vm'));
    await world.clock.advance(20_000);
  }
  breakStore(() => true);
  await world.clock.advance(5 * 60_000);
  const errors = world.log.filter(({ level }) => level === 'error');
  expect(errors.some(({ functionName }) => functionName === 'tick')).toBe(true);
  breakStore(() => false);
  await world.untilQuiet();
  for (const id of ids) expect(await world.word(id)).toBe('Configured');
  expect(world.writes().filter(({ status }) => status < 300)).toHaveLength(30);
  await world.expectSteady();
});

test('10,000 events for 50 machines leave one row and at most 100 lines for each, and no more memory than that', async () => {
  const { world } = await startBreakable();
  const ids = Array.from({ length: 50 }, (_, index) => vmId(world.tenant, `vm-${index}`));
  await quietly(world, async () => {
    for (const id of ids) await put(world, id, vmBody('vm'));
  });
  const startedMs = performance.now();
  let earlyBytes = 0;
  for (let round = 0; round < 20; round++) {
    const batch = Array.from({ length: 500 }, (_, index) => ({
      ...readEvent('vm-write'),
      id: `${round}-${index}`,
      eventTime: new Date(world.clock.now() + index).toISOString(),
      data: { ...readEvent('vm-write').data, resourceUri: ids[index % ids.length] },
    }));
    expect(await deliverEvents(world, JSON.stringify(batch))).toBe(202);
    await world.clock.advance(60_000);
    if (round === 4) earlyBytes = usedBytes();
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  await world.untilQuiet();
  expect(await intake(world)).toMatchObject({ looks: 10_000, failed: 0 });
  expect(await world.store.work.listAll()).toEqual([]);
  for (const id of ids) {
    expect(await world.word(id)).toBe('Configured');
    expect(await world.timeline(id)).toHaveLength(100);
  }
  expect(world.writes()).toHaveLength(150);
  expect(seconds).toBeLessThan(60);
  expect(usedBytes() - earlyBytes).toBeLessThan(40_000_000);
});
