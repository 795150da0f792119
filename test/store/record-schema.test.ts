import { describe, expect, it } from 'vitest';
import { findingsByService, isForeignMachine } from '../../src/domain/machine/foreign-parts.ts';
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

describe('what persons have accepted', () => {
  const full = fullRecord(vm('one'));
  const stored = (acceptances: unknown): unknown =>
    JSON.parse(JSON.stringify({ ...toStoredRecord(full), ...{ acceptances } }));

  it('E19: reads back as it was, for this release and the first', () => {
    expect(roundTrip(full).acceptances).toEqual(full.acceptances);
    expect(full.acceptances).toHaveLength(1);
    expect(bodyOfPiece1.parse(stored(full.acceptances))).toMatchObject({ key: full.key });
  });

  it('E19: is nothing in a row of before, and in one that cannot be read', () => {
    const [accepted] = full.acceptances;
    for (const value of [undefined, null, 'all', {}, [{ ...accepted, hash: undefined }]]) {
      expect(parseRecord(stored(value)).acceptances).toEqual([]);
    }
    expect(parseRecord(stored([{ ...accepted, until: 'soon' }])).acceptances).toEqual([]);
  });

  it('E19: is gone from the row once it is taken back, also beside what a later release stored there', () => {
    const [accepted] = full.acceptances;
    const theirs = Object.assign(Object(stored([{ ...accepted, ring: 3 }, { code: 'OtherShape' }])), { ring: 'first' });
    const read = parseRecord(theirs);
    expect(read.acceptances).toEqual(full.acceptances);
    expect(toStoredRecord(read)).toMatchObject({ ring: 'first', acceptances: [{ ring: 3 }, { code: 'OtherShape' }] });
    const withdrawn = parseRecord(JSON.parse(JSON.stringify(toStoredRecord({ ...read, acceptances: [] }))));
    expect(withdrawn.acceptances).toEqual([]);
    expect(toStoredRecord(withdrawn)).toMatchObject({ ring: 'first' });
  });

  it('E19: stays in a row that is too long, with its hash', () => {
    const why = 'x'.repeat(40_000);
    const acceptances = full.acceptances.map((one) => ({ ...one, why }));
    const cut = parseRecord(JSON.parse(fitRecord({ ...full, acceptances })));
    expect(cut.acceptances).toEqual(full.acceptances.map((one) => ({ ...one, why: `${'x'.repeat(199)}…` })));
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
    const theirs = { ...stored, steps: { [id]: { ...step, service: 'backup' } } };
    const read = parseRecord(JSON.parse(JSON.stringify(theirs)));
    expect(read).toMatchObject({ steps: {}, owned: [] });
    expect(toStoredRecord(read)).toMatchObject({ steps: { [id]: { service: 'backup' } }, owned: full.owned });
  });

  it('keeps what is unknown also where it is too long and what is known is cut', () => {
    const read = parseRecord(bodyOfLater('vm-endpoint'));
    const detail = 'x'.repeat(40_000);
    const cut = JSON.parse(fitRecord({ ...read, findings: { ama: { kind: 'blocked', code: 'C', detail } } }));
    const { steps, goal, ring, findings } = bodyOfLater('vm-endpoint');
    expect(cut).toMatchObject({ goal, ring, findings: { backup: Object(findings).backup } });
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

/** What a later release may have put in place of anything. */
const odd: readonly unknown[] = [undefined, null, 7, true, 'odd', [], [7], [{ x: 1 }], {}, { x: 1 }];

/** The body of a full record, with something else in one place. */
function reshaped(path: readonly string[], value: unknown): Readonly<Record<string, unknown>> {
  const body = JSON.parse(JSON.stringify(toStoredRecord(fullRecord(vm('one')))));
  const place = path.slice(0, -1).reduce((inner, name) => Object(inner)[name], body);
  place[path.at(-1) ?? ''] = value;
  return JSON.parse(JSON.stringify(body));
}

describe('a row in which a later release changed the shape of what is known', () => {
  const full = JSON.parse(JSON.stringify(toStoredRecord(fullRecord(vm('one')))));
  const [stepId = ''] = Object.keys(full.steps);
  const inner = (path: readonly string[]): readonly (readonly string[])[] => {
    const at = path.reduce((value, name) => Object(value)[name], full);
    return Object.keys(at).map((name) => [...path, name]);
  };
  const places = [
    ...inner([]).filter(([name = '']) => !['key', 'resourceId'].includes(name)),
    ...['exclusion', 'eligibility', 'facts', 'findings', 'steps', 'owned', 'latest', 'wouldWrite'].flatMap((name) =>
      inner([name]),
    ),
    ...[
      ['facts', 'identity'],
      ['facts', 'extensions', '0'],
      ['owned', '0'],
      ['steps', stepId],
    ].flatMap(inner),
    ...[
      ['steps', stepId, 'writes', '0'],
      ['steps', stepId, 'failure'],
      ['steps', stepId, 'touches'],
    ].flatMap(inner),
  ];

  it.each(places.map((path) => [path.join('.'), path] as const))('%s is read, and stays as it is stored', (_, path) => {
    for (const value of odd) {
      const body = reshaped(path, value);
      const back = JSON.parse(JSON.stringify(toStoredRecord(parseRecord(body))));
      expect(back, JSON.stringify(value)).toMatchObject(body);
    }
  });

  it.each(['key', 'resourceId'])('cannot be read without its %s', (name) => {
    for (const value of odd.filter((one) => one !== 'odd' || name === 'key')) {
      expect(() => parseRecord(reshaped([name], value))).toThrow();
    }
  });

  it.each<[string, unknown, string]>([
    ['without who', { why: 'rest' }, 'rest'],
    ['with an end that is no time', { by: 'ann', why: 'rest', until: 'spring' }, 'rest'],
    ['of another shape', ['ann', 'rest'], 'as another release stored it'],
  ])('excludes for good by an exclusion %s', (_, value, why) => {
    const { exclusion } = parseRecord(reshaped(['exclusion'], value));
    expect([exclusion?.why, exclusion?.until]).toEqual([why, undefined]);
  });

  it('is not excluded where there is no exclusion, and not adopted where the adoption cannot be read', () => {
    expect(parseRecord(reshaped(['exclusion'], undefined)).exclusion).toBeNull();
    expect(parseRecord(reshaped(['eligibility'], 'new')).eligibility?.state).toBe('awaiting');
    expect(parseRecord(reshaped(['eligibility', 'by'], undefined)).eligibility?.state).toBe('new');
    const neverSeen = { ...reshaped(['firstSeenAt'], 'first'), eligibility: undefined };
    expect(parseRecord(neverSeen).eligibility?.state).toBe('awaiting');
  });

  it.each(['spec', 'incarnation'])('is left alone where its %s cannot be read', (name) => {
    expect(isForeignMachine(parseRecord(reshaped([name], { sha512: '00' })))).toBe(true);
    expect(isForeignMachine(parseRecord(reshaped([name], null)))).toBe(false);
    expect(isForeignMachine(parseRecord(reshaped([name], undefined)))).toBe(false);
  });

  it.each<[string, readonly string[], unknown]>([
    ['a write without its hash', ['writes', '0', 'bodyHash'], undefined],
    ['a failure without its code', ['failure', 'code'], undefined],
    ['no count of tries', ['attempts'], undefined],
    ['a next try at no time', ['nextAttemptAt'], 'soon'],
    ['a part that is not known', ['touches', 'part'], 'setting'],
    ['nothing of what it touches', ['touches'], undefined],
  ])('has a step with %s hidden, and it and its service held', (_, path, value) => {
    const read = parseRecord(reshaped(['steps', stepId, ...path], value));
    expect(read).toMatchObject({ steps: {}, owned: [] });
    expect(read.foreign?.unreadSteps).toEqual({ ids: [stepId], services: ['ama'] });
  });

  it('holds every service where the steps are no map, and none for a step that is of no activity of ours', () => {
    expect(parseRecord(reshaped(['steps'], [1])).foreign?.unreadSteps?.services).toContain('data-collection');
    const theirs = { 'upgradeExtension:X': full.steps[stepId] };
    const read = parseRecord(reshaped(['steps'], theirs));
    expect(read.steps).toEqual({});
    expect(read.foreign?.unreadSteps).toBeUndefined();
  });

  it('lists what can be read of its extensions', () => {
    const [extension] = full.facts.extensions;
    const read = parseRecord(reshaped(['facts', 'extensions'], [{ name: 'x', health: [1] }, extension]));
    expect(read.facts?.extensions).toMatchObject([extension]);
    expect(parseRecord(reshaped(['facts', 'identity'], ['a'])).facts).toMatchObject({ state: 'running' });
  });
});
