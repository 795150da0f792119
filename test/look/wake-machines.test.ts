import { expect, it } from 'vitest';
import { createMemoryStore } from '../../local/store/memory-store.ts';
import { noPolicies } from '../../src/domain/coexistence/policy-reading.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import type { LookAsk } from '../../src/look/run-look.ts';
import { wakeMachines } from '../../src/look/wake-machines.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { subscriptionOf } from '../domain/subscription/record-fixture.ts';
import { vm } from '../work/fixtures.ts';
import { createStepRig } from './step-rig.ts';

const { subscription } = vm('any');
const other = '66666666-7777-8888-9999-aaaaaaaaaaaa';
const code = 'SubscriptionNotReady';

async function startWith(rows: readonly (readonly [name: string, status: string, code?: string, inside?: string])[]) {
  const store = createMemoryStore();
  for (const [name, status, reason, inside] of rows) {
    const row = newRecord(vm(name, inside), '2026-03-01T12:00:00.000Z');
    await store.machines.insert({
      ...row,
      standing: standingOf(status, reason, { until: '2026-03-01T12:15:00.000Z' }),
    });
  }
  const { ports } = await createStepRig();
  return { store, ports: { ...ports, store } };
}

function seeing(...present: string[]) {
  return subscriptionOf({ subscription, shared: { present, places: [], toldRoles: [] } });
}

function seeingProvider(isRegistered: boolean) {
  const at = '2026-03-01T12:00:00.000Z';
  const providers = { 'microsoft.insights': { isRegistered, since: at, readAt: at } };
  return subscriptionOf({ subscription, shared: { present: [], places: [], toldRoles: [], providers } });
}

async function listOf(asks: AsyncIterable<LookAsk> | undefined): Promise<readonly LookAsk[]> {
  const listed: LookAsk[] = [];
  for await (const ask of asks ?? []) listed.push(ask);
  return listed;
}

function namesOf(asks: readonly LookAsk[]): readonly string[] {
  return asks.map(({ target: { resourceId } }) => resourceId.slice(resourceId.lastIndexOf('/') + 1)).sort();
}

it('exactly the machines of the subscription that wait for it are looked at when something new is in place', async () => {
  const { ports } = await startWith([
    ['waits', 'Pending', code],
    ['waits-too', 'Pending', code],
    ['waits-to-settle', 'Pending', 'Settling'],
    ['is-held', 'Held', code],
    ['is-done', 'Configured'],
    ['waits-elsewhere', 'Pending', code, other],
  ]);
  const asks = await listOf(wakeMachines(ports, seeing('/a'), seeing('/a', '/b')));
  expect(namesOf(asks)).toEqual(['waits', 'waits-too']);
  expect(asks.map(({ kind, dueAt }) => [kind, dueAt])).toEqual([
    ['machine', undefined],
    ['machine', undefined],
  ]);
});

it('P5: machines that Azure refused for want of a provider are looked at as well when it is newly registered', async () => {
  const { store, ports } = await startWith([
    ['waits', 'Pending', code],
    ['is-refused', 'Held', 'ProviderNotRegistered'],
    ['is-locked', 'Held', 'ScopeLocked'],
    ['is-refused-elsewhere', 'Held', 'ProviderNotRegistered', other],
  ]);
  for (const before of [seeing(), seeingProvider(false)]) {
    const asks = await listOf(wakeMachines(ports, before, seeingProvider(true)));
    expect(namesOf(asks)).toEqual(['is-refused', 'waits']);
  }
  const listed = store.operations()['machines.list'];
  for (const [before, after] of [
    [true, true],
    [true, false],
    [false, false],
  ] as const) {
    expect(wakeMachines(ports, seeingProvider(before), seeingProvider(after))).toBeUndefined();
  }
  expect(store.operations()['machines.list']).toBe(listed);
});

it('machines are listed a thousand at a time, and none is left out or named twice', async () => {
  const names = Array.from({ length: 2_001 }, (_, index) => `m-${index}`);
  const { store, ports } = await startWith(names.map((name) => [name, 'Pending', code] as const));
  const asks = await listOf(wakeMachines(ports, seeing(), seeing('/a')));
  expect(namesOf(asks)).toEqual(names.toSorted());
  expect(store.operations()['machines.list']).toBe(3);
});

it.each([
  ['nothing is there', [], []],
  ['all was there before', ['/a', '/b'], ['/b', '/a']],
  ['something is gone', ['/a', '/b'], ['/a']],
])('nobody is woken, and nothing is listed, where %s', async (_, before, after) => {
  const { store, ports } = await startWith([['waits', 'Pending', code]]);
  expect(wakeMachines(ports, seeing(...before), seeing(...after))).toBeUndefined();
  expect(store.operations()['machines.list']).toBeUndefined();
});

it('they are looked at as well when what Azure Policy wants is read for the first time in hours', async () => {
  const { ports } = await startWith([['waits', 'Pending', code]]);
  const read = (minutesAgo: number) =>
    subscriptionOf({
      subscription,
      policies: { ...noPolicies, readAt: new Date(ports.clock.now() - minutesAgo * 60_000).toISOString() },
    });
  const unread = subscriptionOf({ subscription });
  expect(namesOf(await listOf(wakeMachines(ports, unread, read(0))))).toEqual(['waits']);
  expect(namesOf(await listOf(wakeMachines(ports, read(180), read(0))))).toEqual(['waits']);
  expect(wakeMachines(ports, read(60), read(0))).toBeUndefined();
  expect(wakeMachines(ports, unread, unread)).toBeUndefined();
});
