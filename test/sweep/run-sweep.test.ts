import { describe, expect, test } from 'vitest';
import { noPolicies } from '../../src/domain/coexistence/policy-reading.ts';
import { noConnectors } from '../../src/domain/connectors/connector-facts.ts';
import type { TargetKey } from '../../src/domain/ids.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { runSweep } from '../../src/sweep/run-sweep.ts';
import { fleetOf } from '../domain/fleet/fleet-fixture.ts';
import type { StepRig } from '../look/step-rig.ts';
import { halfHourMs, platform, startRig, subscriptions } from './sweep-rig.ts';

describe('a run over a thousand subscriptions', () => {
  test('writes little for each at first, and nothing at all when nothing has changed', async () => {
    const rig = await startRig(1_000);
    expect(await runSweep(rig.ports)).toMatchObject({ kind: 'complete', counts: { shown: 1_000, inserted: 1_000 } });
    const first = rig.writes();
    // The row, the look that it is owed, and that looks at its machines were requested, now that it is placed.
    expect(first).toBe(3_000);
    expect(await rig.again()).toMatchObject({ kind: 'complete', counts: { unchanged: 1_000, changed: 0 } });
    expect(rig.writes()).toBe(first);
  });

  test('that have all been looked at reads what is around ten at a time, when all that are new have their rows and machines are asked for', async () => {
    const rig = await startRig(1_000);
    await runSweep(rig.ports);
    await lookAtAll(rig);
    rig.azure.subscriptions = { kind: 'rows', rows: subscriptions(1_003) };
    const reads = countReads(rig);
    expect(await rig.again()).toMatchObject({ counts: { inserted: 3, unchanged: 1_000 } });
    expect(reads).toEqual({ sum: 1_000, most: 10, insertedBefore: 1_003, askedBefore: 3 });
  });

  test('that are all missing at once holds them and deletes nothing; the next that shows them goes on', async () => {
    const rig = await startRig(100);
    await runSweep(rig.ports);
    rig.azure.subscriptions = { kind: 'rows', rows: [] };
    expect(await rig.again()).toMatchObject({ counts: { missing: 100 } });
    const { records } = await rig.store.subscriptions.listAll();
    expect(records).toHaveLength(100);
    expect(records.every(({ discovery, name }) => discovery.missingSince !== undefined && name !== '')).toBe(true);
    rig.azure.subscriptions = { kind: 'rows', rows: subscriptions(100) };
    expect(await rig.again()).toMatchObject({ counts: { changed: 100, missing: 0 } });
  });
});

test('of two processes that begin at once, one runs', async () => {
  const rig = await startRig(3);
  const reports = await Promise.all([runSweep(rig.ports), runSweep(rig.ports), runSweep(rig.ports)]);
  expect(reports.map(({ kind }) => kind).sort()).toEqual(['complete', 'skipped', 'skipped']);
});

test('an answer that is not complete changes no row; its state tells why', async () => {
  const rig = await startRig(3);
  rig.azure.subscriptions = { kind: 'incomplete', gap: { reason: 'shifted', page: 2 } };
  expect(await runSweep(rig.ports)).toMatchObject({ kind: 'incomplete', why: expect.stringContaining('page 2') });
  expect(rig.writes()).toBe(0);
  expect((await rig.store.sweeps.read('subscriptions'))?.value).toMatchObject({
    completedAt: undefined,
    busyUntil: undefined,
    gap: { why: expect.stringContaining('page 2') },
  });
});

describe('a run that Azure Resource Graph refuses as a whole', () => {
  const refused = { source: 'http', code: 'AccessDenied', message: 'x', detailCodes: [] } as const;
  const failureOf = (status: number) => ({
    ...refused,
    ...{ status, retryAfterSeconds: undefined, correlationId: undefined },
  });

  test.each([
    ['is not there', { kind: 'gone', code: 'SubscriptionNotFound' }, true],
    ['is refused, too', { kind: 'failed', failure: failureOf(403) }, true],
    ['is not answered', { kind: 'failed', failure: failureOf(500) }, false],
  ] as const)('marks what %s when it is read by itself, once, and makes no row', async (_, answer, isMissing) => {
    const rig = await startRig(2);
    await runSweep(rig.ports);
    rig.azure.subscriptions = { kind: 'incomplete', gap: { reason: 'failed', page: 1, failure: failureOf(403) } };
    rig.azure.subscription = answer;
    const before = rig.writes();
    for (let run = 0; run < 2; run++) expect(await rig.again()).toMatchObject({ kind: 'incomplete' });
    const { records } = await rig.store.subscriptions.listAll();
    expect(records.map(({ discovery }) => discovery.missingSince !== undefined)).toEqual([isMissing, isMissing]);
    // Each row, and the look that it is owed.
    expect(rig.writes() - before).toBe(isMissing ? 4 : 0);
    expect((await rig.store.sweeps.read('subscriptions'))?.value).toMatchObject({ counts: { shown: 2 }, gap: {} });
  });

  test('tells nothing of what is new: the next complete one goes by the complete one before it', async () => {
    const rig = await startRig(2);
    await runSweep(rig.ports);
    rig.azure.subscriptions = { kind: 'incomplete', gap: { reason: 'failed', page: 1, failure: failureOf(403) } };
    await rig.again();
    rig.azure.subscriptions = { kind: 'rows', rows: subscriptions(3) };
    expect(await rig.again()).toMatchObject({ counts: { inserted: 1, changed: 2 } });
    const { records } = await rig.store.subscriptions.listAll();
    expect(records.map(({ eligibility }) => eligibility?.state)).toEqual(['awaiting', 'awaiting', 'new']);
  });
});

test('a store that fails within a run fails the invocation, and the next one does the rest', async () => {
  const rig = await startRig(3);
  const { store } = rig.ports;
  let inserts = 0;
  const insert: typeof store.subscriptions.insert = (row) => {
    inserts += 1;
    return inserts === 2 ? Promise.reject(new Error('no answer')) : store.subscriptions.insert(row);
  };
  const broken = { ...rig.ports, store: { ...store, subscriptions: { ...store.subscriptions, insert } } };
  await expect(runSweep(broken)).rejects.toThrow('no answer');
  expect((await store.sweeps.read('subscriptions'))?.value.gap?.why).toContain('no answer');
  expect(await runSweep(rig.ports)).toMatchObject({ kind: 'complete', counts: { inserted: 2, unchanged: 1 } });
  const { records } = await store.subscriptions.listAll();
  expect(records.map(({ eligibility }) => eligibility?.state)).toEqual(['awaiting', 'awaiting', 'awaiting']);
});

test('when the file names another scope, nothing that it brings in is new, and every row is looked at once more', async () => {
  const rig = await startRig(3);
  await runSweep(rig.ports);
  rig.azure.subscriptions = { kind: 'rows', rows: subscriptions(5) };
  const wider = { ...rig.ports, fleet: fleetOf({ scope: { managementGroups: [platform, `${platform}-2`] } }) };
  const before = rig.store.operations()['work.upsert'] ?? 0;
  rig.time.appMs += halfHourMs;
  expect(await runSweep(wider)).toMatchObject({ counts: { inserted: 2, unchanged: 3 } });
  expect((rig.store.operations()['work.upsert'] ?? 0) - before).toBe(5);
  const { records } = await rig.store.subscriptions.listAll();
  expect(records.map(({ eligibility }) => eligibility?.state)).toEqual(Array.from({ length: 5 }, () => 'awaiting'));
});

test('C1: one that nobody has looked at for hours is owed a look, however little of it is new', async () => {
  const rig = await startRig(2);
  const { work } = rig.ports.store;
  const ports = {
    ...rig.ports,
    fleet: fleetOf({ scope: { managementGroups: [platform] }, subscriptions: [{ mode: 'enforce', plan: 'P2' }] }),
  };
  await runSweep(ports);
  const { records } = await rig.store.subscriptions.listAll();
  for (const { key } of records) await settle(work, key);
  const [seen, unseen] = records;
  if (seen === undefined || unseen === undefined) throw new Error('there are no rows');
  rig.time.appMs += 8 * 2 * halfHourMs;
  const stored = await rig.store.subscriptions.read(seen.key);
  const lastLookAt = new Date(rig.time.appMs).toISOString();
  await rig.store.subscriptions.replace({ ...seen, lastLookAt }, stored?.etag ?? '');
  expect(await runSweep(ports)).toMatchObject({ counts: { unchanged: 2, changed: 0 } });
  expect(await work.listAll()).toMatchObject([{ key: unseen.key, reason: 'sweep: not looked at for hours' }]);
});

/** Each row as a look leaves it that has read its policies and connectors. */
async function lookAtAll({ store, time }: StepRig): Promise<void> {
  const readAt = new Date(time.appMs).toISOString();
  for (const { key } of (await store.subscriptions.listAll()).records) {
    const stored = await store.subscriptions.read(key);
    if (stored === undefined) throw new Error('a row is gone');
    const looked: SubscriptionRecord = {
      ...stored.value,
      lastLookAt: readAt,
      findings: { coexistence: { kind: 'satisfied' } },
      policies: { ...noPolicies, readAt },
      connectors: { ...noConnectors, readAt },
    };
    await store.subscriptions.replace(looked, stored.etag);
  }
}

interface Reads {
  sum: number;
  /** Under way at once. */
  most: number;
  /** Rows that were there at the first. */
  insertedBefore: number;
  /** Of how many subscriptions the machines had been asked for. */
  askedBefore: number;
}

/** Counts the subscriptions whose policies are read from now on. */
function countReads({ azure, store }: StepRig): Reads {
  const reads: Reads = { sum: 0, most: 0, insertedBefore: 0, askedBefore: 0 };
  const listed = (): number => store.operations()['machines.list'] ?? 0;
  const listedFirst = listed();
  let underWay = 0;
  const read = azure.readPolicies.bind(azure);
  azure.readPolicies = async () => {
    if (reads.sum === 0) {
      reads.insertedBefore = store.operations()['subscriptions.insert'] ?? 0;
      reads.askedBefore = listed() - listedFirst;
    }
    reads.sum += 1;
    underWay += 1;
    reads.most = Math.max(reads.most, underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay -= 1;
    return await read();
  };
  return reads;
}

/** As the look does that was owed. */
async function settle(work: StepRig['ports']['store']['work'], key: TargetKey): Promise<void> {
  const ref = { kind: 'subscription', key } as const;
  const stored = await work.read(ref);
  if (stored !== undefined) await work.delete(ref, stored.etag);
}
