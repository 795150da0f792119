import { expect, test } from 'vitest';
import type { World } from '../../local/world/virtual-world.ts';
import { specHashSchema } from '../../src/domain/ids.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { parseRecord, parseTimelineEntry } from '../../src/store/record-schema.ts';
import { parseSpec } from '../../src/store/spec-schema.ts';
import { readFixture, type StoredRows } from '../fixtures/read-fixture.ts';
import { configuredWorld, makeComplete, readIncarnation, sendRecorded } from './complete-machines.ts';
import { startScenario } from './scenario.ts';

const allRows = JSON.parse(readFixture('piece-1/rows.json')) as StoredRows;

/** Stores the rows as piece 1 left them; of a machine's row only its incarnation is changed. Answers the machines. */
async function loadRows(world: World, { machines, timeline, specs }: StoredRows): Promise<readonly MachineRecord[]> {
  const { store } = world;
  for (const { rowKey, body } of specs) await store.specs.put(specHashSchema.parse(rowKey), parseSpec(body));
  const records: MachineRecord[] = [];
  for (const { body } of machines) {
    const stored = parseRecord(body);
    const isKnown = stored.incarnation !== undefined;
    const record = isKnown ? { ...stored, incarnation: await readIncarnation(world, stored.resourceId) } : stored;
    await store.machines.insert(record);
    const entries = timeline
      .filter((row) => row.partitionKey === record.key)
      .map((row) => parseTimelineEntry(row.body));
    await store.timeline.append(record.key, entries.toReversed());
    records.push(record);
  }
  return records;
}

test('machines that piece 1 onboarded are Configured without a write, and what is owned stays owned', async () => {
  const world = await startScenario({ fleet: () => configuredWorld.fleet });
  await sendRecorded(world, configuredWorld.requests);
  expect(world.clock.now()).toBeGreaterThan(Date.parse(configuredWorld.takenAt));
  const before = await loadRows(world, configuredWorld.rows);
  expect(before).toHaveLength(3);
  await world.lookAgain();
  for (const { resourceId, lastLookAt, lookId, spec, owned, eligibility, standing } of before) {
    const row = await world.row(resourceId);
    expect(await world.word(resourceId)).toBe('Configured');
    expect(row.lookId, `${resourceId} was not looked at`).not.toBe(lookId);
    expect(row.lastLookAt).not.toBe(lastLookAt);
    expect(row).toMatchObject({ spec, owned, eligibility, standing });
    expect(owned.map(({ state }) => state)).toEqual(['confirmed', 'confirmed']);
  }
  expect(world.written()).toEqual([]);
  await world.expectSteady();
});

test('machines in every status of piece 1, made right by others since, are Configured without a write', async () => {
  const world = await startScenario({ fleet: () => configuredWorld.fleet });
  const rows = allRows.machines.map((row) => parseRecord(row.body));
  await makeComplete(world, rows);
  // Waits that piece 1 began last a day at most.
  await world.clock.advance(36 * 60 * 60_000);
  const before = await loadRows(world, allRows);
  await world.lookAgain();
  const words = new Map<string, string>();
  for (const { name, resourceId, lookId, spec, eligibility } of before) {
    const row = await world.row(resourceId);
    words.set(name, await world.word(resourceId));
    expect(row.lookId, `${name} was not looked at`).not.toBe(lookId);
    if (spec !== undefined) expect(row.spec, name).toBe(spec);
    if (eligibility !== undefined) expect(row.eligibility, name).toEqual(eligibility);
  }
  expect(Object.fromEntries(words)).toEqual({
    ...Object.fromEntries(before.map(({ name }) => [name, 'Configured'])),
    'vm-operator-excluded': 'Excluded(ByOperator)',
  });
  expect(world.written()).toEqual([]);
  await world.expectSteady();
});
