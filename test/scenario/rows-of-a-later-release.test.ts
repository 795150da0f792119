import { expect, test } from 'vitest';
import { openMemoryTables } from '../../local/store/memory-store.ts';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { specHashSchema } from '../../src/domain/ids.ts';
import { isForeignMachine } from '../../src/domain/machine/foreign-parts.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { parseRecord, parseTimelineEntry, toStoredRecord } from '../../src/store/record-schema.ts';
import { isForeignSpec, parseSpec } from '../../src/store/spec-schema.ts';
import { readFixture, type StoredEntity, type StoredRows } from '../fixtures/read-fixture.ts';
import { configuredWorld, makeComplete, readIncarnation } from './complete-machines.ts';
import { put, quietly } from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';

const { machines, specs, timeline, controls, gates } = JSON.parse(readFixture('later-release/rows.json')) as StoredRows;

function bodyOf(name: string): Readonly<Record<string, unknown>> {
  return Object(machines.map(({ body }) => Object(body)).find((body) => body.name === name));
}

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
  expect(shown.get('web-vmss')).toMatchObject({ kind: 'unknown (pooledSet)', status: 'Configured' });
  expect(shown.get('vm-unknown-words')).toMatchObject({ os: 'unknown (bsd)', status: 'Held', code: 'HeartbeatLost' });
  expect(shown.get('vm-verifying')).toMatchObject({
    ...{ status: 'unknown (Verifying)', code: 'AwaitingHeartbeat', coarseStatus: null, hint: null },
    services: {
      ama: { kind: 'satisfied', code: null },
      'unknown (backup)': { kind: 'satisfied', code: null },
      'unknown (heartbeat)': { kind: 'unknown (observing)', code: 'FirstBeat' },
    },
  });
  const { body: one } = await world.api('GET', 'machines/vm-verifying');
  expect(one.timeline).toContainEqual(
    expect.objectContaining({ what: 'unknown (rollout)', text: 'wave 2 of rollout-2027-02 began' }),
  );
  const { body: plan } = await world.api('POST', 'machines/web-vmss/plan');
  expect(plan).toMatchObject({ kind: 'unknown (pooledSet)', plan: [] });
  const { body: status } = await world.api('GET', 'status');
  const counts = Object(status.byStatus);
  expect(Object.values<number>(counts).reduce((sum, count) => sum + count, 0)).toBe(machines.length);
  expect(status).toMatchObject({ machines: machines.length, unreadable: 0 });
  expect(counts).toMatchObject({ 'unknown (Verifying)': 1, Configured: 2 });
  expect(status.byService).toMatchObject({ 'unknown (heartbeat)': { 'unknown (observing)': 1 } });
});

test('machines of a later release are listed by the words that are shown of them, and by the words alone', async () => {
  const world = await startAfterLaterRelease();
  const namesBy = async (filter: string, word: string): Promise<readonly string[]> => {
    const { body } = await world.api('GET', `machines?${new URLSearchParams({ [filter]: word })}`);
    return Object.values(Object(body.machines)).map((row) => String(Object(row).name));
  };
  const { body } = await world.api('GET', 'machines');
  for (const row of Object.values(Object(body.machines))) {
    const { name, status, kind, os } = Object(row);
    for (const [filter, word] of Object.entries({ status, kind, os })) {
      expect(await namesBy(filter, String(word)), `${filter}=${word}`).toContain(name);
    }
  }
  expect(await namesBy('status', 'Verifying')).toEqual(['vm-verifying']);
  expect(await namesBy('kind', 'pooledSet')).toEqual(['web-vmss']);
  expect(await namesBy('os', 'bsd')).toEqual(['vm-unknown-words']);
  expect(await namesBy('status', 'unknown (Configured)')).toEqual(await namesBy('status', 'Configured'));
});

test('machines of a later release are looked at anew, those of its own kinds are left alone, and nothing is written', async () => {
  const world = await startAfterLaterRelease();
  const calls = world.calls().length;
  await world.lookAgain();
  for (const { rowKey, body } of machines) {
    const { name, resourceId, goal, ring, status, os, kind, spec } = Object(body);
    const row = await world.row(resourceId);
    const isTheirs = os === 'bsd' || kind === 'pooledSet';
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

/** A world over tables in which the later release has also left controls and gates. */
async function startBesideSettings(isHere: (row: StoredEntity) => boolean): Promise<Scenario> {
  const tables = openMemoryTables();
  for (const [table, rows] of Object.entries({ controls, gates })) {
    for (const { partitionKey, rowKey, body: _, ...columns } of rows.filter(isHere)) {
      await tables(table).upsert({ partition: partitionKey, row: rowKey }, { ...columns }, 'replace');
    }
  }
  return startScenario({ tables });
}

test('controls and gates of a later release hold for what can be read of them, and the fleet goes on', async () => {
  const world = await startBesideSettings(({ rowKey }) => rowKey !== 'ring|pilot');
  const quiet = world.tenant.group.replace(/[^/]+$/, 'quiet-rg');
  await world.callAzure('PUT', quiet, { body: { location: 'westeurope' } });
  const [frozen, free] = [vmId(world.tenant, 'vm-1').replace(world.tenant.group, quiet), vmId(world.tenant, 'vm-2')];
  for (const id of [frozen, free]) await put(world, id, vmBody('vm'));
  await world.clock.advance(20 * 60_000);
  expect(await world.word(frozen)).toBe('Pending(Frozen)');
  expect(await world.word(free)).toBe('Configured');
  const { body } = await world.api('GET', 'status');
  expect(Object(body.unreadableControls).map((one: { row: string }) => one.row)).toEqual([
    '9c0b7a6d5e4f30211203f4e5d6a7b8c9',
    '0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f6',
    'Microsoft.Compute|vmss|write',
  ]);
  expect((await world.api('GET', 'health')).status).toBe(200);
  const sent = world.writes().length;
  await world.lookAgainFor(20 * 60_000);
  expect(world.written(sent)).toEqual([]);
});

test('a freeze of a later release whose scope cannot be read freezes everything, and is named', async () => {
  const world = await startBesideSettings(({ partitionKey }) => partitionKey === 'freeze');
  const id = vmId(world.tenant, 'vm-2');
  await put(world, id, vmBody('vm'));
  await world.clock.advance(3 * 60 * 60_000);
  expect(await world.word(id)).toBe('Pending(Frozen)');
  expect(world.written()).toEqual([]);
  const { body } = await world.api('GET', 'status');
  expect(body.unreadableControls).toContainEqual({
    ...{ table: 'controls', partition: 'freeze', row: 'ring|pilot' },
    why: 'its scope cannot be read, so it freezes everything',
  });
});

test('a service of which a later release left a step that cannot be read is held, and its other services go on', async () => {
  const world = await startAfterLaterRelease();
  const { resourceId: id, key } = parseRecord(bodyOf('vm-reshaped'));
  await quietly(world, async () => {
    await world.callAzure('DELETE', `${id}/extensions/AzureMonitorLinuxAgent`);
    await world.callAzure('DELETE', `${id}/providers/Microsoft.Insights/dataCollectionRuleAssociations/assoc-194971fc`);
  });
  await world.lookAt(id);
  await world.untilQuiet();
  const wroteRule = [expect.stringContaining('dataCollectionRuleAssociations')];
  expect(await world.word(id)).toBe('Held(OtherRelease)');
  expect(world.written()).toEqual(wroteRule);
  await world.lookAgain();
  expect(world.written()).toEqual(wroteRule);
  const step = 'installExtension:AzureMonitorLinuxAgent';
  expect(Object(toStoredRecord(await world.row(id)).steps)[step]).toEqual(Object(bodyOf('vm-reshaped').steps)[step]);
  const { body: plan } = await world.api('POST', `machines/${key}/plan`);
  expect(plan.plan).toContainEqual(expect.objectContaining({ verdict: 'OtherRelease' }));
  await world.api('POST', 'machines/onboard', { resourceId: id, why: 'this release is to stay' });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.written()).toEqual([...wroteRule, expect.stringContaining('extensions/AzureMonitorLinuxAgent')]);
  await world.expectSteady();
});

test('a machine bound to a spec of which the hash cannot be read is left alone, until it is onboarded anew', async () => {
  const world = await startScenario({ fleet: () => configuredWorld.fleet });
  const record = parseRecord({ ...bodyOf('vm-reshaped'), spec: 'sha512:00ff' });
  await makeComplete(world, [record]);
  await world.store.machines.insert(await ofThisWorld(world, record));
  const calls = world.calls().length;
  await world.lookAgain();
  const ofMachines = world
    .calls()
    .slice(calls)
    .filter(({ path }) => path.includes('/providers/'));
  expect(ofMachines).toEqual([]);
  expect(await world.word(record.resourceId)).toBe('Pending(Off)');
  await world.api('POST', 'machines/onboard', { resourceId: record.resourceId, why: 'this release is to stay' });
  await world.untilQuiet();
  expect(await world.word(record.resourceId)).toBe('Configured');
  expect((await world.row(record.resourceId)).spec).toMatch(/^[0-9a-f]{64}$/);
});
