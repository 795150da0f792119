import { expect, test } from 'vitest';
import type { JsonObject } from '../../local/azure/core/types.ts';
import type { World } from '../../local/world/virtual-world.ts';
import type { WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import { specHashSchema } from '../../src/domain/ids.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { parseRecord, parseTimelineEntry } from '../../src/store/record-schema.ts';
import { parseSpec } from '../../src/store/spec-schema.ts';
import { readFixture, type StoredRows } from '../fixtures/read-fixture.ts';
import { quietly } from './existing.ts';
import { startScenario } from './scenario.ts';

/** Machines that piece 1 onboarded: the requests that make them again, and its rows of them. */
interface ConfiguredWorld {
  readonly takenAt: string;
  readonly fleet: WrittenFleet;
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly apiVersion: string;
    readonly body: JsonObject;
  }[];
  readonly rows: StoredRows;
}

const fixture = JSON.parse(readFixture('piece-1/configured-world.json')) as ConfiguredWorld;

/** The incarnation of a machine in this world: the simulator gives each one a new id. */
async function readIncarnation(world: World, id: string): Promise<string> {
  const { body } = await world.arm('GET', id);
  const { vmId, vmUuid } = (body as { properties: { vmId: string; vmUuid?: string } }).properties;
  return [vmId, ...(vmUuid === undefined ? [] : [vmUuid])].join('+').toLowerCase();
}

/** Stores the rows as piece 1 left them; of a machine's row only its incarnation is changed. Answers the machines. */
async function loadRows(world: World): Promise<readonly MachineRecord[]> {
  const { machines, timeline, specs } = fixture.rows;
  const { store } = world;
  for (const { rowKey, body } of specs) await store.specs.put(specHashSchema.parse(rowKey), parseSpec(body));
  const records: MachineRecord[] = [];
  for (const { body } of machines) {
    const stored = parseRecord(body);
    const record = { ...stored, incarnation: await readIncarnation(world, stored.resourceId) };
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
  const world = await startScenario({ fleet: () => fixture.fleet });
  for (const { method, path, apiVersion, body } of fixture.requests) {
    await quietly(world, async () => {
      const answer = await world.arm(method, path, { apiVersion, body });
      expect(answer.status, `${method} ${path}`).toBeLessThan(300);
    });
  }
  expect(world.clock.now()).toBeGreaterThan(Date.parse(fixture.takenAt));
  const before = await loadRows(world);
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
  await world.expectQuiet();
});
