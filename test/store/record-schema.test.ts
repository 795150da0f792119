import { describe, expect, it } from 'vitest';
import { findingsByService } from '../../src/domain/machine/foreign-parts.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import { machineStatuses } from '../../src/domain/machine/status.ts';
import { fitRecord } from '../../src/store/fit-record.ts';
import { parseRecord, toStoredRecord } from '../../src/store/record-schema.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { bodyOfPiece1 } from '../fixtures/piece-1/body-of-piece-1.ts';
import { readFixture, type StoredRows } from '../fixtures/read-fixture.ts';
import { vm } from '../work/fixtures.ts';
import { fullRecord, sampleTime } from './sample-record.ts';

const later = JSON.parse(readFixture('later-release/rows.json')) as StoredRows;

function bodyOfLater(name: string): Readonly<Record<string, unknown>> {
  const row = later.machines.find((machine) => Object(machine).name === name);
  return Object(row?.body);
}

/** Stored as JSON text and read again. */
function roundTrip(record: MachineRecord): MachineRecord {
  return parseRecord(JSON.parse(JSON.stringify(toStoredRecord(record))));
}

describe('a row of this release', () => {
  it.each(machineStatuses)('%s reads back as it was, and the first release can read it', (status) => {
    const standing = standingOf(status, 'Code', { detail: 'why', until: sampleTime });
    for (const record of [fullRecord(vm('one')), newRecord(vm('one'), sampleTime)]) {
      expect(roundTrip({ ...record, standing })).toEqual({ ...record, standing });
      const body = JSON.parse(JSON.stringify(toStoredRecord({ ...record, standing })));
      expect(bodyOfPiece1.parse(body)).toMatchObject({ status, key: record.key });
    }
  });

  it('tells the end of a wait from the next try of a read', () => {
    const record = { ...fullRecord(vm('one')), lookAttempts: 1, lookRetryAt: '2026-01-05T08:01:00.000Z' };
    const waits = [undefined, '2026-01-05T09:00:00.000Z', record.lookRetryAt];
    for (const until of waits) {
      const held: MachineRecord = { ...record, standing: standingOf('Held', 'ScopeLocked', { until }) };
      expect(roundTrip(held)).toEqual(held);
    }
  });
});

describe('a row of a later release', () => {
  it('is read so that its unknown words permit nothing', () => {
    expect(parseRecord(bodyOfLater('vm-invited')).eligibility?.state).toBe('awaiting');
    const unknown = parseRecord(bodyOfLater('vm-unknown-words'));
    expect(unknown).toMatchObject({ os: 'unknown', owned: [], steps: {} });
    expect(parseRecord(bodyOfLater('web-vmss')).kind).toBe('unknown');
    const { steps, owned } = parseRecord(bodyOfLater('vm-endpoint'));
    expect(Object.keys(steps)).not.toContain('enableEndpoint:MDE.Linux');
    expect(owned.map(({ stepId }) => stepId)).not.toContain('enableEndpoint:MDE.Linux');
  });

  it('has a write that ended in an unknown way read as one that was not answered', () => {
    const stored = toStoredRecord(fullRecord(vm('one')));
    const text = JSON.stringify(stored).replace('"ended":"accepted"', '"ended":"superseded"');
    const read = parseRecord(JSON.parse(text));
    expect(Object.values(read.steps).map(({ writes }) => writes.at(-1)?.ended)).toEqual(['sent']);
    expect(JSON.stringify(toStoredRecord(read))).toContain('"ended":"superseded"');
  });

  it('has steps of a service that this release does not run left alone, whatever they are called', () => {
    const full = fullRecord(vm('one'));
    const [[id, step] = ['', undefined]] = Object.entries(full.steps);
    const stored = toStoredRecord(full);
    const theirs = { ...stored, steps: { [id]: { ...step, service: 'endpoint' } } };
    const read = parseRecord(JSON.parse(JSON.stringify(theirs)));
    expect(read).toMatchObject({ steps: {}, owned: [] });
    expect(toStoredRecord(read)).toMatchObject({ steps: { [id]: { service: 'endpoint' } }, owned: full.owned });
  });

  it('keeps what is unknown also where it is too long and what is known is cut', () => {
    const read = parseRecord(bodyOfLater('vm-endpoint'));
    const detail = 'x'.repeat(40_000);
    const cut = JSON.parse(fitRecord({ ...read, findings: { ama: { kind: 'blocked', code: 'C', detail } } }));
    const { steps, goal, ring, findings } = bodyOfLater('vm-endpoint');
    expect(cut).toMatchObject({ goal, ring, findings: { endpoint: Object(findings).endpoint } });
    expect(cut.steps['enableEndpoint:MDE.Linux']).toEqual(Object(steps)['enableEndpoint:MDE.Linux']);
    expect(cut.findings.ama.detail).toHaveLength(200);
  });

  it('shows what it found beside what this release finds, until a look finds nothing of any service', () => {
    const read = parseRecord(bodyOfLater('vm-verifying'));
    const judged: MachineRecord = { ...read, findings: { ama: { kind: 'waiting', code: 'Off' } } };
    expect(findingsByService(judged)).toMatchObject({
      ama: { kind: 'waiting', code: 'Off' },
      heartbeat: { kind: 'observing' },
    });
    const gone: MachineRecord = { ...read, findings: {} };
    expect(findingsByService(gone)).toEqual({});
    expect(toStoredRecord(gone)).toMatchObject({ findings: {} });
    expect(Object.keys(Object(toStoredRecord(gone).findings))).toEqual([]);
  });
});
