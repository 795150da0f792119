import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../local/store/memory-store.ts';
import { stepIdSchema } from '../../../src/domain/ids.ts';
import type { StartLimits } from '../../../src/domain/work/admit-starts.ts';
import type { LookEnd } from '../../../src/domain/work/look-end.ts';
import type { TargetRow } from '../../../src/domain/work/target-row.ts';
import { runLook } from '../../../src/look/run-look.ts';
import { machineKind } from '../../../src/look/target-kinds.ts';
import { readWorkStatus } from '../../../src/operator/work-status.ts';
import { requestLook } from '../../../src/work/request-look.ts';
import { createHintStart } from '../../../src/work/start-hints.ts';
import type { TargetKind } from '../../../src/work/target-kind.ts';
import type { TickReport } from '../../../src/work/tick.ts';
import { createTicker } from '../../../src/work/ticker.ts';
import { FakeInstances } from '../fake-instances.ts';
import { vm, workPorts } from '../fixtures.ts';
import {
  type SecondStore,
  type SubscriptionRow,
  subscriptionKind,
  subscriptionLimits,
  subscriptionRef,
  withSubscriptions,
} from './subscription-kind.ts';

const startMs = Date.parse('2026-01-05T08:00:00.000Z');
const target = subscriptionRef(vm('any').subscription);
const ref = { kind: 'subscription', key: target.key } as const;
const instanceId = `subscription-${target.key}`;
const roomy: StartLimits = { inFlight: 200, perSubscription: 100, startsPerMinute: 60 };

let nowMs = startMs;
let store: SecondStore = withSubscriptions(createMemoryStore());
let ports = workPorts(store, () => nowMs);
let client = new FakeInstances();
beforeEach(() => {
  nowMs = startMs;
  store = withSubscriptions(createMemoryStore());
  ports = workPorts(store, () => nowMs);
  client = new FakeInstances();
});

function iso(minutes: number): string {
  return new Date(startMs + minutes * 60_000).toISOString();
}

const machines = { kind: machineKind, limits: roomy };
const both = [machines, { kind: subscriptionKind, limits: subscriptionLimits }];

function tick(kinds: readonly { readonly kind: TargetKind<TargetRow>; readonly limits: typeof roomy }[] = both) {
  return createTicker(ports, { kinds, tickSeconds: 20 }).tick(client);
}

function look(next: LookEnd, meanwhile: () => Promise<void> = async () => {}): ReturnType<typeof runLook> {
  return runLook({ ports, kind: subscriptionKind, key: target.key }, async ({ record, lookId }) => {
    await meanwhile();
    return { record: { ...record, lookId, status: 'Watched', seen: { m: 1 } }, timeline: [], next };
  });
}

function request(): Promise<void> {
  return requestLook(ports, subscriptionKind, { target, reason: 'asked' });
}

async function row(): Promise<SubscriptionRow | undefined> {
  return (await store.watched.read(target.key))?.value;
}

describe('a target of a second kind', () => {
  it('is owed a look in partitions of its own, and counted from its request on', async () => {
    await request();
    const { resourceId, subscription } = target;
    expect((await store.work.read(ref))?.value).toMatchObject({ resourceId, subscription, starts: 0, reason: 'asked' });
    expect(await row()).toMatchObject({ status: 'New' });
    expect(await store.work.listDue(`machine|${target.key.slice(0, 1)}`, iso(0))).toEqual([]);
  });

  it('is started by the tick and by a hint under its own names', async () => {
    await request();
    await tick();
    const start = { orchestrator: 'watchSubscription', instanceId, input: { subscriptionId: target.key } };
    expect(client.started).toEqual([start]);
    await createHintStart(ports.clock, subscriptionKind)(client, target.key);
    expect(client.started).toEqual([start, start]);
  });

  it('is leased, looked at, parked and settled as a machine is', async () => {
    expect(await look({ kind: 'settled' })).toEqual({ kind: 'done', status: 'none' });
    await request();
    const act: LookEnd = { kind: 'act', steps: [stepIdSchema.parse('watch')], waitSeconds: 45 };
    expect(await look(act)).toMatchObject({ kind: 'act', steps: ['watch'], waitSeconds: 45 });
    expect((await store.work.read(ref))?.value.leaseUntil).toBe(iso(10));
    expect(await look({ kind: 'parked', dueAt: iso(60) })).toEqual({ kind: 'done', status: 'Watched' });
    expect((await store.work.read(ref))?.value).toMatchObject({ dueAt: iso(60), leaseUntil: '' });
    expect(await look({ kind: 'settled' })).toEqual({ kind: 'done', status: 'Watched' });
    expect(await store.work.read(ref)).toBeUndefined();
    expect(await row()).toMatchObject({ status: 'Watched', seen: { m: 1 } });
  });

  it('is looked at once more when it was asked for meanwhile', async () => {
    await request();
    let looks = 0;
    await look({ kind: 'settled' }, async () => {
      looks += 1;
      if (looks === 1) await request();
    });
    expect(looks).toBe(2);
  });

  it('is told to be stuck on its own row, and rests an hour', async () => {
    await request();
    await store.work.upsert(ref, { starts: 5, leaseUntil: iso(-1) });
    expect(await tick()).toMatchObject({ started: 0, stuck: 1 });
    expect(await row()).toMatchObject({ status: 'StuckInstance', latest: [{ code: 'StuckInstance' }] });
    expect((await store.timeline.recent(target.key, 1))[0]?.text).toContain(`there is no instance ${instanceId}`);
    expect((await store.work.read(ref))?.value).toMatchObject({ dueAt: iso(60), starts: 3 });
    expect((await store.machines.list({ limit: 10 })).records).toEqual([]);
  });

  it('is left alone where its id is none of its kind', async () => {
    await store.work.upsert(ref, { resourceId: vm('a').resourceId, stamp: 's', dueAt: iso(0) });
    expect(await look({ kind: 'settled' })).toEqual({ kind: 'done', status: 'unknown' });
    expect((await store.work.read(ref))?.value.dueAt).toBe(iso(6 * 60));
  });
});

describe('the limits of one kind', () => {
  const subscriptions = Array.from({ length: 5 }, (_, index) =>
    subscriptionRef(`${index}1111111-2222-3333-4444-555555555555`),
  );
  beforeEach(async () => {
    for (const one of subscriptions) await requestLook(ports, subscriptionKind, { target: one, reason: 'r' });
    for (let index = 0; index < 5; index++)
      await requestLook(ports, machineKind, { target: vm(`m-${index}`), reason: 'r' });
  });

  function startsOf(kind: string): number {
    return client.started.filter((start) => start.instanceId.startsWith(`${kind}-`)).length;
  }

  it('keep nothing of another kind waiting', async () => {
    const report: TickReport = await tick();
    expect(report).toEqual({ due: 10, leased: 0, started: 8, notAdmitted: 2, stuck: 0 });
    expect([startsOf('machine'), startsOf('subscription')]).toEqual([5, 3]);
    nowMs += 61_000;
    await requestLook(ports, machineKind, { target: vm('next'), reason: 'r' });
    // The three that are leased fill the second kind, whose minute is over; five leased machines count for nothing there.
    expect(await tick()).toMatchObject({ leased: 8, started: 1, notAdmitted: 2 });
  });

  it('are kept over all ticks of a minute', async () => {
    const ticker = createTicker(ports, {
      kinds: [{ kind: subscriptionKind, limits: { ...roomy, startsPerMinute: 2 } }],
      tickSeconds: 20,
    });
    expect((await ticker.tick(client)).started).toBe(2);
    nowMs += 20_000;
    expect((await ticker.tick(client)).started).toBe(0);
    nowMs += 41_000;
    expect((await ticker.tick(client)).started).toBe(2);
  });

  it('leave its rows alone and counted where it is not registered', async () => {
    expect(await tick([machines])).toMatchObject({ due: 5, started: 5 });
    expect(startsOf('subscription')).toBe(0);
    expect(await readWorkStatus(ports)).toMatchObject({ owed: 10, leased: 5 });
    expect(await store.work.read({ kind: 'subscription', key: subscriptions[0]?.key ?? target.key })).toMatchObject({
      value: { leaseUntil: '', starts: 0 },
    });
  });

  it('do not matter to a kind whose neighbour cannot be read: it starts all the same, and the tick throws', async () => {
    const { work } = store;
    const listDue: typeof work.listDue = (partition, dueAt) =>
      partition.startsWith('machine') ? Promise.reject(new Error('no answer')) : work.listDue(partition, dueAt);
    ports = {
      ...ports,
      store: { ...store, work: { ...store.work, listDue, merge: (...input) => work.merge(...input) } },
    };
    await expect(tick()).rejects.toThrow('no answer');
    expect(startsOf('subscription')).toBe(3);
  });
});
