import { expect, test } from 'vitest';
import type { PolicyReading } from '../../../src/domain/coexistence/policy-reading.ts';
import type { ConnectorFacts, ConnectorReading } from '../../../src/domain/connectors/connector-facts.ts';
import { keepSurroundings } from '../../../src/domain/discovery/keep-surroundings.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { assignment, nowMs, readingOf } from '../coexistence/policy-fixture.ts';
import { fleetOf } from '../fleet/fleet-fixture.ts';
import { subscriptionOf } from '../subscription/record-fixture.ts';

const ago = (minutes: number) => new Date(nowMs - minutes * 60_000).toISOString();
const policies = (minutes: number, ...assignments: PolicyReading['assignments']): PolicyReading => ({
  ...readingOf(assignments),
  readAt: ago(minutes),
});
const connectors = (minutes: number): ConnectorReading => ({ readAt: ago(minutes), connectors: [] });
const aws: ConnectorFacts = {
  id: '/c',
  cloud: 'AWS',
  account: undefined,
  plan: 'P2',
  connectsMachines: true,
  providesEndpoint: true,
};
const by = { fleet: fleetOf(), nowMs };
const fresh = { policies: policies(0), connectors: connectors(0) };
const kept = (minutes: number, changes: Partial<SubscriptionRecord> = {}) =>
  subscriptionOf({
    policies: policies(minutes),
    connectors: connectors(minutes),
    lookAttempts: 3,
    lookRetryAt: ago(-600),
    ...changes,
  });

test('the same as an hour ago is not written', () => {
  expect(keepSurroundings(kept(54), fresh, by)).toBeUndefined();
});

test('the same as before that is renewed on the row, which owes nothing by it', () => {
  const before = kept(55);
  expect(keepSurroundings(before, fresh, by)).toEqual({ record: { ...before, ...fresh }, why: undefined });
});

test.each([
  ['an assignment', { ...fresh, policies: policies(0, assignment()) }],
  ['a connector', { ...fresh, connectors: { ...connectors(0), connectors: [aws] } }],
  ['an assignment alone, where the connectors cannot be read', { policies: policies(0, assignment()) }],
])('%s that is new is kept at once, and the machines are owed looks by it', (_, read) => {
  const before = kept(10);
  const found = keepSurroundings(before, read, by);
  expect(found?.why).toBe('its policies or connectors changed');
  expect(found?.record).toEqual({
    ...before,
    ...read,
    ...{ lookAttempts: 0, lookRetryAt: undefined },
    discovery: { ...before.discovery, owesMachines: true, owedBy: `sweep at ${new Date(nowMs).toISOString()}` },
  });
});

test.each([
  ['for hours', kept(135)],
  ['ever', kept(0, { policies: undefined, connectors: undefined })],
])('what nobody could read %s is kept as soon as it can be, and its own look is not put off', (_, before) => {
  const found = keepSurroundings(before, fresh, by);
  expect(found?.why).toBe('its policies can be read again');
  expect(found?.record).toMatchObject({ policies: fresh.policies, lookRetryAt: undefined, lookAttempts: 0 });
  expect(found?.record.discovery.owesMachines).toBe(false);
});

test('what could not be read stays as it was', () => {
  expect(keepSurroundings(kept(10), {}, by)).toBeUndefined();
  expect(keepSurroundings(kept(200), { connectors: connectors(0) }, by)).toEqual({
    record: { ...kept(200), connectors: connectors(0) },
    why: undefined,
  });
});

test.each([
  [undefined, 'Off', undefined],
  [undefined, 'On', 'its switch of the Log Analytics agent changed'],
  ['On', 'Off', 'its switch of the Log Analytics agent changed'],
])(
  'P13: the switch of the Log Analytics agent that was %s and is %s is kept, and worth a look where it says something',
  (was, is, why) => {
    const before = kept(10, was === undefined ? {} : { autoProvisioning: { autoProvision: was, readAt: ago(10) } });
    const found = keepSurroundings(before, { ...fresh, autoProvisioning: { autoProvision: is, readAt: ago(0) } }, by);
    expect(found?.why).toBe(why);
    expect(found?.record.autoProvisioning).toMatchObject({ autoProvision: is });
    expect(found?.record.discovery.owesMachines).toBe(false);
  },
);

test('P13: the switch of the Log Analytics agent concerns machines where a profile takes that off', () => {
  const fleet = fleetOf({ profiles: [{ name: 'all', legacyAgent: 'remove' }] });
  const before = kept(10, { autoProvisioning: { autoProvision: 'On', readAt: ago(10) } });
  const off = { ...fresh, autoProvisioning: { autoProvision: 'Off', readAt: ago(0) } };
  expect(keepSurroundings(before, off, { fleet, nowMs })?.record.discovery.owesMachines).toBe(true);
  const same = { ...fresh, autoProvisioning: { autoProvision: 'On', readAt: ago(0) } };
  expect(keepSurroundings(before, same, { fleet, nowMs })).toBeUndefined();
});

const defender = { plan: 'P2', wdatp: true, unified: true, excludeLinux: false, readAt: ago(10) } as const;

test('E11: how Defender stands is kept, and worth a look where it is another than a look or a sweep saw', () => {
  const read = (change: object) => ({ ...fresh, defender: { ...defender, ...change, readAt: ago(0) } });
  expect(keepSurroundings(kept(10), read({}), by)).toMatchObject({
    why: undefined,
    record: { defender: { plan: 'P2' } },
  });
  const before = kept(10, { defender });
  expect(keepSurroundings(before, read({}), by)).toBeUndefined();
  const changed = keepSurroundings(before, read({ wdatp: false }), by);
  expect(changed).toMatchObject({ why: expect.stringContaining('Defender'), record: { defender: { wdatp: false } } });
  expect(changed?.record.discovery.owesMachines).toBe(false);
  // Machines whose profile waits for Defender are judged otherwise by it.
  const fleet = fleetOf({ profiles: [{ name: 'all', endpoint: { want: 'mde' } }] });
  expect(keepSurroundings(before, read({ wdatp: false }), { fleet, nowMs })?.record.discovery.owesMachines).toBe(true);
  expect(keepSurroundings(before, read({ plan: 'P1' }), { fleet, nowMs })?.record.discovery.owesMachines).toBe(false);
});

test.each([
  ['the switch of the Log Analytics agent', {}, { autoProvisioning: { autoProvision: 'On', readAt: ago(0) } }],
  ['its first reading', {}, { autoProvisioning: { autoProvision: 'Off', readAt: ago(0) } }],
  ['policies that can be read again', { policies: policies(200) }, {}],
])('E6: another coverage by Defender owes machines looks, also where the same run finds %s', (_, row, more) => {
  const fleet = fleetOf({ profiles: [{ name: 'all', endpoint: { want: 'mde' } }] });
  const before = kept(10, { defender, ...row });
  const found = keepSurroundings(
    before,
    { ...fresh, ...more, defender: { ...defender, wdatp: false, readAt: ago(0) } },
    { fleet, nowMs },
  );
  expect(found?.record.discovery.owesMachines).toBe(true);
});

test('P2: what a look read while the sweep was reading stays, since it is newer', () => {
  const byLook = policies(-1, assignment());
  const before = kept(10, { policies: byLook, connectors: { ...connectors(-1), connectors: [aws] } });
  expect(keepSurroundings(before, fresh, by)).toBeUndefined();
});
