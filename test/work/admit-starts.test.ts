import { expect, it } from 'vitest';
import { admitStarts, limitNames } from '../../src/domain/work/admit-starts.ts';
import type { WorkRow } from '../../src/domain/work/work-row.ts';
import { fleetOf } from '../domain/fleet/fleet-fixture.ts';
import { vm } from './fixtures.ts';

const other = '99999999-2222-3333-4444-555555555555';
const limits = { inFlight: 10, perSubscription: 5, startsPerMinute: 3 };
const below = { inFlight: 9, inSubscription: 4, startedLastMinute: 2 };

function rows(count: number, subscription?: string): readonly WorkRow[] {
  return Array.from({ length: count }, (_, index) => {
    const target = vm(`m-${index}`, subscription);
    return { ...target, kind: 'machine', dueAt: '', leaseUntil: '', starts: 0, stamp: '', reason: '' };
  });
}

function admissionAt({ inFlight, inSubscription, startedLastMinute }: typeof below) {
  const leased = [...rows(inSubscription), ...rows(inFlight - inSubscription, other)];
  return admitStarts(limits, { leased, lastMinute: rows(startedLastMinute) });
}

const [row] = rows(1);
if (row === undefined) throw new Error('no row');

it.each([
  ['the last free place', below, undefined],
  ['a full fleet', { ...below, inFlight: 10 }, 'inFlight'],
  ['a full subscription', { ...below, inSubscription: 5 }, 'perSubscription'],
  ['a full minute', { ...below, startedLastMinute: 3 }, 'startsPerMinute'],
  ['everything full', { inFlight: 99, inSubscription: 99, startedLastMinute: 99 }, 'startsPerMinute'],
])('%s', (_, counts, limit) => {
  expect(admissionAt(counts).limitOf(row)).toBe(limit);
});

it('counts what the tick itself starts, against every limit', () => {
  const one = admissionAt({ inFlight: 8, inSubscription: 4, startedLastMinute: 0 });
  one.add(row);
  expect(one.limitOf(row)).toBe('perSubscription');
  const elsewhere = { ...row, subscription: other };
  expect(one.limitOf(elsewhere)).toBeUndefined();
  one.add(elsewhere);
  expect(one.limitOf(elsewhere)).toBe('inFlight');
});

it('does not limit what no limit is given for', () => {
  const before = { leased: rows(500), lastMinute: rows(500) };
  expect(admitStarts({}, before).limitOf(row)).toBeUndefined();
});

it('knows exactly the limits that fleet.json has', () => {
  // The last one is `inFlight` of another kind of target.
  expect([...limitNames, 'subscriptionsInFlight'].sort()).toEqual(Object.keys(fleetOf({}).limits).sort());
});

const of = (load: number, from: WorkRow = row): WorkRow => ({ ...from, load });
const free = { inFlight: 0, inSubscription: 0, startedLastMinute: 0 };
const perMinuteOnly = { leased: [], lastMinute: rows(1) };

it.each([
  ['fits into what is left', of(5), 5, undefined],
  ['is one too many', of(6), 5, 'inFlight'],
  ['is larger than the limit, and not alone', of(50), 1, 'inFlight'],
  ['is larger than the limit, and alone', of(50), 0, undefined],
] as const)('counts a row as what it stands for: it %s', (_, many, leased, limit) => {
  expect(admitStarts({ inFlight: 10 }, { leased: rows(leased), lastMinute: [] }).limitOf(many)).toBe(limit);
});

it('counts what stands for many by as many, once it is leased or started', () => {
  expect(admitStarts({ inFlight: 10 }, { leased: [of(10)], lastMinute: [] }).limitOf(row)).toBe('inFlight');
  const started = admissionAt(free);
  started.add(of(5));
  expect(started.limitOf(row)).toBe('startsPerMinute');
  expect(admitStarts({ startsPerMinute: 3 }, perMinuteOnly).limitOf(of(3))).toBe('startsPerMinute');
});

it('keeps the room that gets free for what needs much of it, in its own group only', () => {
  const admission = admitStarts({ perSubscription: 5 }, { leased: rows(3), lastMinute: [] });
  expect(admission.limitOf(of(4))).toBe('perSubscription');
  admission.keepRoomFor(of(4));
  expect(admission.limitOf(row)).toBe('perSubscription');
  expect(admission.limitOf({ ...row, subscription: other })).toBeUndefined();
});
