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
