import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryStore, type MemoryStore } from '../../local/store/memory-store.ts';
import { observeStore } from '../../local/store/observe-store.ts';
import { hintOfStanding } from '../../src/domain/machine/standing.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import type { StartLimits } from '../../src/domain/work/admit-starts.ts';
import type { WorkRow } from '../../src/domain/work/work-row.ts';
import { machineKind, subscriptionKind, targetKinds } from '../../src/look/target-kinds.ts';
import { requestLook } from '../../src/work/request-look.ts';
import { createTicker, type Ticker } from '../../src/work/ticker.ts';
import type { WorkPorts } from '../../src/work/work-ports.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { FakeInstances } from './fake-instances.ts';
import { vm, workPorts } from './fixtures.ts';

const startMs = Date.parse('2026-01-05T08:00:00.000Z');
const roomy: StartLimits = { inFlight: 200, perSubscription: 100, startsPerMinute: 60 };
const machine = vm('ticked');
const ref = { kind: 'machine', key: machine.key } as const;
const instanceId = `machine-${machine.key}`;

let nowMs = startMs;
let store: MemoryStore = createMemoryStore();
let ports: WorkPorts = workPorts(store, () => nowMs);
let client = new FakeInstances();
beforeEach(() => {
  nowMs = startMs;
  store = createMemoryStore();
  ports = workPorts(store, () => nowMs);
  client = new FakeInstances();
});

function iso(minutes: number): string {
  return new Date(startMs + minutes * 60_000).toISOString();
}

function tickerOf(limits: StartLimits, from: WorkPorts = ports): Ticker {
  return createTicker(from, { kinds: [{ kind: machineKind, limits }], tickSeconds: 20 });
}

function tick(limits: StartLimits = roomy): ReturnType<Ticker['tick']> {
  return tickerOf(limits).tick(client);
}

async function row(): Promise<WorkRow | undefined> {
  return (await store.work.read(ref))?.value;
}

async function request(names: readonly string[], subscription?: string): Promise<void> {
  for (const name of names) await requestLook(ports, machineKind, { target: vm(name, subscription), reason: 'r' });
}

function alive(minutesAgo: number, runtimeStatus = 'Running'): void {
  const lastUpdatedAt = new Date(nowMs - minutesAgo * 60_000).toISOString();
  client.instances.set(instanceId, { runtimeStatus, lastUpdatedAt, output: '' });
}

describe('a tick', () => {
  it('starts what is due and nothing else: not what is leased, not what is due later', async () => {
    await request(['ticked', 'leased']);
    await store.work.upsert({ kind: 'machine', key: vm('leased').key }, { leaseUntil: iso(3) });
    await requestLook(ports, machineKind, { target: vm('later'), reason: 'r', dueAt: iso(5) });
    expect(await tick()).toEqual({ due: 2, leased: 1, started: 1, notAdmitted: 0, stuck: 0 });
    expect(client.started).toEqual([{ orchestrator: 'onboardMachine', instanceId, input: { machineId: machine.key } }]);
    expect(await row()).toMatchObject({ leaseUntil: iso(5), starts: 1 });
  });

  it('comes again when the lease of a start that led nowhere has run out, each time after twice the wait', async () => {
    await request(['ticked']);
    const waits: number[] = [];
    for (let start = 0; start < 5; start++) {
      await tick();
      const leaseMs = Date.parse((await row())?.leaseUntil ?? '') - nowMs;
      waits.push(leaseMs / 60_000);
      nowMs += leaseMs;
      expect((await tick()).started).toBe(start < 4 ? 1 : 0);
      await store.work.upsert(ref, { starts: start + 1, leaseUntil: '' });
    }
    expect(waits).toEqual([5, 10, 20, 40, 80]);
  });

  it('of two at the same moment starts a row once', async () => {
    await request(['ticked', 'a', 'b', 'c']);
    const reports = await Promise.all([tick(), tick(), tick()]);
    expect(reports.map(({ started }) => started).reduce((sum, count) => sum + count)).toBe(4);
    expect(new Set(client.started.map((start) => start.instanceId)).size).toBe(4);
    expect(client.started).toHaveLength(4);
  });

  it('starts every subscription before the first machine, also when the store is slow to tell of them', async () => {
    const subscriptions = Array.from({ length: 4 }, (_, index) => `${index}1111111-2222-3333-4444-555555555555`);
    for (const id of subscriptions) {
      await request([`in-${id}`]);
      await requestLook(ports, subscriptionKind, { target: subscriptionRef(id), reason: 'r' });
    }
    let lists = 0;
    const slow = observeStore(store, async ({ name, phase }) => {
      if (name !== 'work.listDue' || phase !== 'before' || ++lists > 16) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    });
    const kinds = targetKinds.map((kind) => ({ kind, limits: roomy }));
    await createTicker({ ...ports, store: slow }, { kinds, tickSeconds: 20 }).tick(client);
    expect(client.started.map(({ orchestrator }) => orchestrator)).toEqual([
      ...subscriptions.map(() => 'onboardSubscription'),
      ...subscriptions.map(() => 'onboardMachine'),
    ]);
  });

  it('throws when the store cannot be read', async () => {
    const down = observeStore(store, () => Promise.reject(new Error('storage is down')));
    const ticker = tickerOf(roomy, { ...ports, store: down });
    await expect(ticker.tick(client)).rejects.toThrow('storage is down');
  });
});

describe('a start that is refused', () => {
  beforeEach(() => request(['ticked']));

  it('because the instance is about to end: is tried again after a minute and counts for nothing', async () => {
    alive(1);
    await tick();
    expect(await row()).toMatchObject({ leaseUntil: iso(1), starts: 0 });
    client.instances.clear();
    nowMs += 61_000;
    expect((await tick()).started).toBe(1);
    expect(client.started).toHaveLength(1);
  });

  it.each(['Running', 'Pending'])('because a %s instance was not touched for 15 minutes: ends it', async (status) => {
    alive(16, status);
    await tick();
    expect(client.terminated).toEqual([instanceId]);
    expect(await row()).toMatchObject({ leaseUntil: iso(1), starts: 1 });
  });

  it('for another reason: waits as after any start', async () => {
    client.isBroken = true;
    await tick();
    expect(await row()).toMatchObject({ leaseUntil: iso(5), starts: 1 });
  });
});

describe('after five starts that led nowhere', () => {
  beforeEach(async () => {
    await request(['ticked']);
    await store.work.upsert(ref, { starts: 5, leaseUntil: iso(-1) });
  });

  it('the machine is Failed(StuckInstance) with the first 200 characters of the output, and rests an hour', async () => {
    client.instances.set(instanceId, {
      runtimeStatus: 'Failed',
      lastUpdatedAt: iso(-9),
      output: `boom ${'x'.repeat(500)}`,
    });
    expect(await tick()).toMatchObject({ started: 0, stuck: 1 });
    const record = (await store.machines.read(machine.key))?.value;
    expect(record).toMatchObject({
      standing: { status: 'Failed', code: 'StuckInstance', since: iso(0), until: iso(60) },
    });
    expect(record === undefined ? '' : hintOfStanding(record.standing)).toContain('report it as a bug');
    const [entry] = await store.timeline.recent(machine.key, 1);
    expect(entry?.text).toBe(`Failed (StuckInstance): boom ${'x'.repeat(195)}`);
    expect(await row()).toMatchObject({ dueAt: iso(60), leaseUntil: '', starts: 3 });
  });

  it('is told of a machine without a record, too', async () => {
    const stored = await store.machines.read(machine.key);
    await store.machines.delete(machine.key, stored?.etag ?? '');
    await tick();
    expect((await store.machines.read(machine.key))?.value.standing).toHaveProperty('code', 'StuckInstance');
  });

  it('is not told when a look saved the record meanwhile', async () => {
    const racing = observeStore(store, async ({ name, phase }) => {
      if (name !== 'machines.read' || phase !== 'after') return;
      const stored = await store.machines.read(machine.key);
      if (stored !== undefined)
        await store.machines.replace({ ...stored.value, standing: standingOf('InProgress') }, stored.etag);
    });
    await tickerOf(roomy, { ...ports, store: racing }).tick(client);
    expect((await store.machines.read(machine.key))?.value.standing.status).toBe('InProgress');
    expect((await row())?.starts).toBe(5);
  });
});

describe('the limits', () => {
  const names = Array.from({ length: 30 }, (_, index) => `m-${index}`);
  const other = '99999999-2222-3333-4444-555555555555';

  it('bound what is in flight, per subscription and per minute', async () => {
    await request(names);
    await request(names, other);
    expect(await tick({ ...roomy, perSubscription: 4 })).toMatchObject({ started: 8, notAdmitted: 52 });
    expect(await tick({ ...roomy, inFlight: 11 })).toMatchObject({ leased: 8, started: 3, notAdmitted: 49 });
    const ticker = tickerOf({ ...roomy, startsPerMinute: 5 });
    expect((await ticker.tick(client)).started).toBe(5);
    nowMs += 59_000;
    expect((await ticker.tick(client)).started).toBe(0);
    nowMs += 2_000;
    expect((await ticker.tick(client)).started).toBe(5);
  });

  it('keep no target waiting for good that stands for many: it comes before the others, which leave it the room', async () => {
    await request(['early']);
    expect((await tick({ ...roomy, inFlight: 4 })).started).toBe(1);
    await request([...names, 'ticked']);
    await store.work.upsert(ref, { load: 4 });
    expect(await tick({ ...roomy, inFlight: 4 })).toMatchObject({ leased: 1, started: 0, notAdmitted: 31 });
    await store.work.upsert({ kind: 'machine', key: vm('early').key }, { leaseUntil: '', dueAt: iso(60) });
    expect(await tick({ ...roomy, inFlight: 4 })).toMatchObject({ leased: 0, started: 1, notAdmitted: 30 });
    expect(client.started.at(-1)?.instanceId).toBe(instanceId);
  });

  it('let every partition come first in its turn', async () => {
    await request(names);
    const ticker = tickerOf({ ...roomy, startsPerMinute: 1 });
    const firstDigits = new Set<string>();
    for (let turn = 0; turn < 16; turn++) {
      await ticker.tick(client);
      firstDigits.add(client.started.at(-1)?.instanceId.charAt('machine-'.length) ?? '');
      nowMs += 61_000;
    }
    expect(firstDigits.size).toBeGreaterThan(8);
  });
});

describe('a tick after an event', () => {
  it('comes only when the last one of this process is older than two intervals, and swallows errors', async () => {
    const ticker = tickerOf(roomy);
    await request(['ticked']);
    nowMs += 40_000;
    await ticker.tickIfLate(client);
    expect(client.started).toHaveLength(0);
    nowMs += 1_000;
    await ticker.tickIfLate(client);
    expect(client.started).toHaveLength(1);
    const listed = store.operations()['work.listDue'];
    await ticker.tickIfLate(client);
    expect(store.operations()['work.listDue']).toBe(listed);
  });

  it('never fails the event', async () => {
    const down = observeStore(store, () => Promise.reject(new Error('storage is down')));
    const ticker = tickerOf(roomy, { ...ports, store: down });
    nowMs += 60_000;
    await expect(ticker.tickIfLate(client)).resolves.toBeUndefined();
  });
});

describe('a tick over rows that cannot be handled', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'ticked'];

  function breakMerges(isBroken: (key: string) => boolean): WorkPorts {
    const { work } = store;
    const merge: typeof work.merge = (rowRef, ...rest) =>
      isBroken(rowRef.key) ? Promise.reject(new Error(`no answer about ${rowRef.key}`)) : work.merge(rowRef, ...rest);
    return { ...ports, store: { ...store, work: { ...bindAll(work), merge } } };
  }

  function bindAll(work: MemoryStore['work']): MemoryStore['work'] {
    return {
      read: (rowRef) => work.read(rowRef),
      upsert: (rowRef, patch) => work.upsert(rowRef, patch),
      insert: (value) => work.insert(value),
      merge: (rowRef, patch, etag) => work.merge(rowRef, patch, etag),
      delete: (rowRef, etag) => work.delete(rowRef, etag),
      listDue: (partition, dueAt) => work.listDue(partition, dueAt),
      listAll: () => work.listAll(),
    };
  }

  it('starts all the others, and then throws', async () => {
    await request(names);
    ports = breakMerges((key) => key === machine.key);
    await expect(tick()).rejects.toThrow(machine.key);
    expect(client.started).toHaveLength(names.length - 1);
  });

  it('gives up when the store itself is ill, and the next tick goes on', async () => {
    await request(names);
    const well = ports;
    let asked = 0;
    ports = breakMerges(() => ++asked > 0);
    await expect(tick()).rejects.toThrow('no answer');
    expect(asked).toBe(5);
    expect(client.started).toEqual([]);
    ports = well;
    expect((await tick()).started).toBe(names.length);
  });

  it('gives a stuck machine whose record cannot be read its hour, so that it is not tried at every tick', async () => {
    await request(['ticked']);
    await store.work.upsert(ref, { starts: 5 });
    const hook: Parameters<typeof observeStore>[1] = ({ name }) => {
      if (name === 'machines.read') throw new Error('the row cannot be read');
    };
    ports = { ...ports, store: observeStore(store, hook) };
    await expect(tick()).rejects.toThrow('cannot be read');
    expect(await row()).toMatchObject({ dueAt: iso(60), starts: 3 });
    expect(await tick()).toMatchObject({ due: 0, started: 0, stuck: 0 });
  });
});
