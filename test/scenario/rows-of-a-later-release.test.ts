import { expect, test } from 'vitest';
import { specHashSchema } from '../../src/domain/ids.ts';
import { isForeignMachine } from '../../src/domain/machine/foreign-parts.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { parseRecord, parseTimelineEntry, toStoredRecord } from '../../src/store/record-schema.ts';
import { isForeignSpec, parseSpec } from '../../src/store/spec-schema.ts';
import { readFixture, type StoredRows } from '../fixtures/read-fixture.ts';
import { configuredWorld, makeComplete, readIncarnation } from './complete-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

const { machines, specs, timeline } = JSON.parse(readFixture('later-release/rows.json')) as StoredRows;

/** A world in which the later release ran until now; whatever machine this release can know is there and complete. */
async function startAfterLaterRelease(): Promise<Scenario> {
  const world = await startScenario({ fleet: () => configuredWorld.fleet });
  const records = machines.map(({ body }) => parseRecord(body));
  await makeComplete(
    world,
    records.filter((record) => !isForeignMachine(record)),
  );
  for (const { rowKey, body } of specs) {
    if (!isForeignSpec(body)) await world.store.specs.put(specHashSchema.parse(rowKey), parseSpec(body));
  }
  for (const record of records) await world.store.machines.insert(await ofThisWorld(world, record));
  for (const { partitionKey, body } of timeline) {
    const key = records.find((record) => record.key === partitionKey)?.key;
    if (key !== undefined) await world.store.timeline.append(key, [parseTimelineEntry(body)]);
  }
  return world;
}

async function ofThisWorld(world: Scenario, record: MachineRecord): Promise<MachineRecord> {
  if (isForeignMachine(record)) return record;
  return { ...record, incarnation: await readIncarnation(world, record.resourceId) };
}

test('machines of a later release are shown and counted, and what is not known is said to be so', async () => {
  const world = await startAfterLaterRelease();
  const { body } = await world.api('GET', 'machines');
  const shown = new Map(Object.values(Object(body.machines)).map((row) => [Object(row).name, Object(row)]));
  expect(shown.size).toBe(machines.length);
  expect(shown.get('web-vmss')).toMatchObject({ kind: 'unknown (scaleSet)', status: 'Configured' });
  expect(shown.get('vm-unknown-words')).toMatchObject({ os: 'unknown (bsd)', status: 'Held', code: 'HeartbeatLost' });
  expect(shown.get('vm-verifying')).toMatchObject({
    ...{ status: 'unknown (Verifying)', code: 'AwaitingHeartbeat', coarseStatus: null, hint: null },
    services: {
      ama: { kind: 'satisfied', code: null },
      'unknown (endpoint)': { kind: 'satisfied', code: null },
      'unknown (heartbeat)': { kind: 'unknown (observing)', code: 'FirstBeat' },
    },
  });
  const { body: one } = await world.api('GET', 'machines/vm-verifying');
  expect(one.timeline).toContainEqual(
    expect.objectContaining({ what: 'unknown (rollout)', text: 'wave 2 of rollout-2027-02 began' }),
  );
  const { body: plan } = await world.api('POST', 'machines/web-vmss/plan');
  expect(plan).toMatchObject({ kind: 'unknown (scaleSet)', plan: [] });
  const { body: status } = await world.api('GET', 'status');
  const counts = Object(status.byStatus);
  expect(Object.values<number>(counts).reduce((sum, count) => sum + count, 0)).toBe(machines.length);
  expect(status).toMatchObject({ machines: machines.length, unreadable: 0 });
  expect(counts).toMatchObject({ 'unknown (Verifying)': 1, Configured: 2 });
  expect(status.byService).toMatchObject({ 'unknown (heartbeat)': { 'unknown (observing)': 1 } });
});

test('machines of a later release are looked at anew, those of its own kinds are left alone, and nothing is written', async () => {
  const world = await startAfterLaterRelease();
  const calls = world.calls().length;
  await world.lookAgain();
  for (const { rowKey, body } of machines) {
    const { name, resourceId, goal, ring, status, os, kind, spec } = Object(body);
    const row = await world.row(resourceId);
    const isTheirs = os === 'bsd' || kind === 'scaleSet';
    expect(row.key).toBe(rowKey);
    expect(row.standing.status, name).toBe(isTheirs ? status : 'Configured');
    expect(toStoredRecord(row), name).toMatchObject({ goal, ring, schemaVersion: 2 });
    if (spec !== undefined) expect(row.spec, name).toBe(spec);
    const asked = world.calls().slice(calls);
    const below = asked.filter(({ path }) => path.toLowerCase().startsWith(resourceId.toLowerCase()));
    expect(below.length > 0, name).toBe(!isTheirs);
  }
  expect(world.written()).toEqual([]);
  const parked = await world.store.work.listAll();
  expect(parked).toHaveLength(2);
  for (const { dueAt } of parked) expect(Date.parse(dueAt)).toBeGreaterThan(world.clock.now() + 5 * 60 * 60_000);
  await world.expectSteady();
});
