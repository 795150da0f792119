import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../local/store/memory-store.ts';
import { stepIdSchema } from '../../src/domain/ids.ts';
import type { MachineRecord, TimelineEntry } from '../../src/domain/machine/machine-record.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import type { LookEnd } from '../../src/domain/work/look-end.ts';
import { readTimeline } from '../../src/look/read-timeline.ts';
import { type LookOnce, runLook } from '../../src/look/run-look.ts';
import { machineKind } from '../../src/look/target-kinds.ts';
import type { StorePort } from '../../src/ports/store.ts';
import { requestLook } from '../../src/work/request-look.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { vm, workPorts } from '../work/fixtures.ts';

const startMs = Date.parse('2026-01-05T08:00:00.000Z');
const machine = vm('looked-at');
const ref = { kind: 'machine', key: machine.key } as const;
const step = stepIdSchema.parse('installExtension');

let nowMs = startMs;
let store: StorePort = createMemoryStore();
let ports = workPorts(store, () => nowMs);
beforeEach(() => {
  nowMs = startMs;
  store = createMemoryStore();
  ports = workPorts(store, () => nowMs);
});

function iso(minutes: number): string {
  return new Date(startMs + minutes * 60_000).toISOString();
}

function entry(text: string): TimelineEntry {
  return { at: new Date(nowMs).toISOString(), what: 'status', text };
}

type Look = LookOnce<MachineRecord>;

/** A look that ends as told; `meanwhile` happens between its GETs and its saving. */
function ending(next: LookEnd, timeline: readonly TimelineEntry[] = [], meanwhile?: () => Promise<void>): Look {
  return async ({ record, lookId }) => {
    await meanwhile?.();
    return {
      record: { ...record, lookId, standing: standingOf(next.kind === 'settled' ? 'Configured' : 'Pending') },
      timeline,
      next,
    };
  };
}

function run(look: Look): ReturnType<typeof runLook> {
  return runLook({ ports, kind: machineKind, key: machine.key }, look);
}

async function status(): Promise<string | undefined> {
  return (await store.machines.read(machine.key))?.value.standing.status;
}

const act: LookEnd = { kind: 'act', steps: [step], waitSeconds: 45 };
const settled: LookEnd = { kind: 'settled' };

describe('a look', () => {
  it('does nothing where nothing is owed', async () => {
    const answer = await run(() => Promise.reject(new Error('must not be called')));
    expect(answer).toEqual({ kind: 'done', status: 'none' });
  });

  it('gets the leased row, the stored record and its own id', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'why' });
    await run(async (look) => {
      expect(look.row).toMatchObject({ reason: 'why', leaseUntil: iso(10) });
      expect(await store.work.read(ref)).toMatchObject({ value: { leaseUntil: iso(10) } });
      expect(look).toMatchObject({ record: newRecord(machine, iso(0)) });
      expect(look.lookId).not.toBe('');
      return { record: look.record, timeline: [], next: settled };
    });
  });

  it('makes the record when its first saving was lost', async () => {
    await store.work.upsert(ref, { resourceId: machine.resourceId, stamp: 's', dueAt: iso(0) });
    await run(ending(settled));
    expect(await status()).toBe('Configured');
  });

  it('settled: removes the row and answers the status', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'r' });
    expect(await run(ending(settled))).toEqual({ kind: 'done', status: 'Configured' });
    expect(await store.work.read(ref)).toBeUndefined();
  });

  it('parked: keeps the row for later, free of lease and starts', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'r' });
    await store.work.upsert(ref, { starts: 3 });
    expect(await run(ending({ kind: 'parked', dueAt: iso(60) }))).toEqual({ kind: 'done', status: 'Pending' });
    expect((await store.work.read(ref))?.value).toMatchObject({ dueAt: iso(60), leaseUntil: '', starts: 0 });
  });

  it('act: keeps the lease and answers the steps, with a wait of at most two minutes', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'r' });
    expect(await run(ending(act))).toMatchObject({ kind: 'act', steps: [step], waitSeconds: 45 });
    expect((await store.work.read(ref))?.value.leaseUntil).toBe(iso(10));
    expect(await run(ending({ ...act, waitSeconds: 999 }))).toMatchObject({ waitSeconds: 120 });
  });

  it('removed: leaves nothing of a machine that never was', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'r' });
    await store.timeline.append(machine.key, [entry('event')]);
    expect(await run(ending({ kind: 'removed' }))).toEqual({ kind: 'done', status: 'removed' });
    expect(await store.machines.read(machine.key)).toBeUndefined();
    expect(await store.timeline.recent(machine.key, 10)).toEqual([]);
    expect(await store.work.read(ref)).toBeUndefined();
  });

  it('leaves what only another release knows as a machine to that release', async () => {
    const resourceId = machine.resourceId.replace('virtualMachines', 'cloudServices');
    await store.work.upsert(ref, { resourceId, stamp: 's', dueAt: iso(0), starts: 2 });
    expect(await run(ending(settled))).toEqual({ kind: 'done', status: 'unknown' });
    expect((await store.work.read(ref))?.value).toMatchObject({ resourceId, dueAt: iso(6 * 60), starts: 0 });
    expect(await store.machines.read(machine.key)).toBeUndefined();
  });
});

describe('when somebody asks or writes during the look', () => {
  const again = (): Promise<void> => requestLook(ports, machineKind, { target: machine, reason: 'again' });
  const touch = async (): Promise<void> => {
    const stored = await store.machines.read(machine.key);
    if (stored !== undefined) await store.machines.replace({ ...stored.value, region: 'touched' }, stored.etag);
  };

  it.each([
    ['a request during a look that settles', settled, again],
    ['a request during a look that parks', { kind: 'parked', dueAt: iso(60) } as const, again],
    ['a write of the record', settled, touch],
  ])('%s: it looks once more at once', async (_, next, meanwhile) => {
    await requestLook(ports, machineKind, { target: machine, reason: 'r' });
    let looks = 0;
    const answer = await run((look) => ending(next, [], async () => (++looks === 1 ? meanwhile() : undefined))(look));
    expect(looks).toBe(2);
    expect(answer.kind).toBe('done');
  });

  it('looks twice at most, then waits 30 seconds and keeps what is owed', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'r' });
    let looks = 0;
    const answer = await run((look) =>
      ending(settled, [], async () => {
        looks += 1;
        await again();
      })(look),
    );
    expect(looks).toBe(2);
    expect(answer).toMatchObject({ kind: 'act', steps: [], waitSeconds: 30 });
    expect((await store.work.read(ref))?.value.leaseUntil).toBe(iso(10));
  });

  it('never writes over a record that changed since it was read', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'r' });
    await run(ending(act, [], touch));
    expect((await store.machines.read(machine.key))?.value.region).toBe('touched');
    expect(await status()).not.toBe('Configured');
  });

  it('needs no look after a request when it acts: the next look comes anyway', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'r' });
    expect(await run(ending(act, [], again))).toMatchObject({ kind: 'act', steps: [step] });
  });
});

describe('the timeline', () => {
  it('is told once, and a look with nothing to tell keeps what the last one carried', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'r' });
    await run(ending(act, [entry('seen')]));
    nowMs += 60_000;
    await run(ending(act));
    nowMs += 60_000;
    await run(ending(settled, [entry('done')]));
    expect((await store.timeline.recent(machine.key, 10)).map(({ text }) => text)).toEqual(['done', 'seen']);
  });

  it('loses nothing when the process dies between record and timeline', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'r' });
    const dying = createDyingTimeline(store);
    await expect(
      runLook({ ports: { ...ports, store: dying }, kind: machineKind, key: machine.key }, ending(act, [entry('seen')])),
    ).rejects.toThrow('died');
    const record = (await store.machines.read(machine.key))?.value ?? newRecord(machine, iso(0));
    expect((await readTimeline(ports, record, 10)).map(({ text }) => text)).toEqual(['seen']);
    nowMs += 60_000;
    await run(ending(act));
    nowMs += 60_000;
    await run(ending(settled, [entry('done')]));
    expect((await store.timeline.recent(machine.key, 10)).map(({ text }) => text)).toEqual(['done', 'seen']);
  });
});

function createDyingTimeline(alive: StorePort): StorePort {
  const append = (): Promise<never> => Promise.reject(new Error('died'));
  const { recent, deleteAll } = alive.timeline;
  return { ...alive, timeline: { append, recent, deleteAll } };
}
