import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../local/store/memory-store.ts';
import { observeStore } from '../../local/store/observe-store.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import type { WorkRow } from '../../src/domain/work/work-row.ts';
import { machineKind } from '../../src/look/target-kinds.ts';
import type { StorePort } from '../../src/ports/store.ts';
import { requestLook } from '../../src/work/request-look.ts';
import { leaseWork, parkWork } from '../../src/work/work-lease.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { vm, workPorts } from './fixtures.ts';

const startMs = Date.parse('2026-01-05T08:00:00.000Z');
const machine = vm('requested');
const ref = { kind: 'machine', key: machine.key } as const;

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

async function row(): Promise<WorkRow> {
  const stored = await store.work.read(ref);
  if (stored === undefined) throw new Error('Nothing is owed.');
  return stored.value;
}

describe('a request for now', () => {
  it('makes a due row that names the machine, and a Discovered record', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'vm write' });
    const { resourceId, subscription } = machine;
    expect(await row()).toMatchObject({ resourceId, subscription, leaseUntil: '', starts: 0, reason: 'vm write' });
    expect((await store.machines.read(machine.key))?.value).toEqual(newRecord(machine, iso(0)));
  });

  it('is due also for a process whose clock is 90 seconds behind', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'r' });
    expect((await row()).dueAt <= iso(-1.5)).toBe(true);
  });

  it('makes a parked row due and takes a running look the right to settle, without touching its lease', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'first' });
    const leased = await leaseWork(ports, ref);
    if (leased === undefined) throw new Error('Nothing was leased.');
    await requestLook(ports, machineKind, { target: machine, reason: 'second' });
    expect(await parkWork(ports, leased, { dueAt: iso(60) })).toBe('again');
    expect(await row()).toMatchObject({ leaseUntil: iso(10), reason: 'second' });
  });

  it('leaves the record of a known machine alone', async () => {
    await store.machines.insert({ ...newRecord(machine, iso(0)), standing: standingOf('Configured') });
    await requestLook(ports, machineKind, { target: machine, reason: 'r' });
    expect((await store.machines.read(machine.key))?.value.standing.status).toBe('Configured');
  });
});

describe('a request for later', () => {
  it('makes a row that is due then', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'sweep', dueAt: iso(5) });
    expect(await row()).toMatchObject({ dueAt: iso(5), reason: 'sweep' });
  });

  it('moves a later time forward, and is a new version', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'r', dueAt: iso(30) });
    const before = await row();
    await requestLook(ports, machineKind, { target: machine, reason: 'r', dueAt: iso(5) });
    expect((await row()).dueAt).toBe(iso(5));
    expect((await row()).stamp).not.toBe(before.stamp);
  });

  it('keeps an earlier time; where nobody looks yet, that look is the one that was asked for', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'r', dueAt: iso(5) });
    const before = await row();
    await requestLook(ports, machineKind, { target: machine, reason: 'r', dueAt: iso(30) });
    expect(await row()).toEqual(before);
  });

  it('keeps an earlier time and is a new version where a look has begun, which may have read before it', async () => {
    await requestLook(ports, machineKind, { target: machine, reason: 'r', dueAt: iso(5) });
    await store.work.upsert(ref, { leaseUntil: iso(10) });
    const before = await row();
    await requestLook(ports, machineKind, { target: machine, reason: 'r', dueAt: iso(30) });
    expect((await row()).dueAt).toBe(iso(5));
    expect((await row()).stamp).not.toBe(before.stamp);
  });

  it('wins against a row that is settled or changed while it looks', async () => {
    let reads = 0;
    const racing = observeStore(store, async ({ name, phase }) => {
      if (name !== 'work.read' || phase !== 'after') return;
      reads += 1;
      const stored = await store.work.read(ref);
      if (reads === 1) await store.work.upsert(ref, { stamp: 'somebody else' });
      if (reads === 2 && stored !== undefined) await store.work.delete(ref, stored.etag);
    });
    await requestLook(ports, machineKind, { target: machine, reason: 'r', dueAt: iso(30) });
    await requestLook({ ...ports, store: racing }, machineKind, { target: machine, reason: 'won', dueAt: iso(20) });
    expect(await row()).toMatchObject({ dueAt: iso(20), reason: 'won' });
    expect(reads).toBe(2);
  });
});

describe('a store that fails', () => {
  function failing(operation: string): StorePort {
    return observeStore(store, ({ name, phase }) => {
      if (name === operation && phase === 'before') throw new Error('storage is down');
    });
  }

  it('fails the request when the work row cannot be written, and records nothing', async () => {
    const request = requestLook({ ...ports, store: failing('work.upsert') }, machineKind, {
      target: machine,
      reason: 'r',
    });
    await expect(request).rejects.toThrow('storage is down');
    expect(await store.machines.read(machine.key)).toBeUndefined();
  });

  it('does not fail the request when only the Discovered record cannot be written', async () => {
    await requestLook({ ...ports, store: failing('machines.insert') }, machineKind, { target: machine, reason: 'r' });
    expect((await row()).reason).toBe('r');
  });
});
