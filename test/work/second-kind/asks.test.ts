import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../local/store/memory-store.ts';
import { observeStore, type StoreMoment } from '../../../local/store/observe-store.ts';
import type { LookAnswer } from '../../../src/domain/work/look-answer.ts';
import type { LookEnd } from '../../../src/domain/work/look-end.ts';
import { runLook } from '../../../src/look/run-look.ts';
import { machineKind } from '../../../src/look/target-kinds.ts';
import type { StorePort } from '../../../src/ports/store.ts';
import { requestLook } from '../../../src/work/request-look.ts';
import { vm, workPorts } from '../fixtures.ts';
import { type SecondStore, subscriptionKind, subscriptionRef, withSubscriptions } from './subscription-kind.ts';

const startMs = Date.parse('2026-01-05T08:00:00.000Z');
const machine = vm('asking');
const asked = subscriptionRef(machine.subscription);
const work = { kind: 'machine', key: machine.key } as const;
const askedWork = { kind: 'subscription', key: asked.key } as const;

let nowMs = startMs;
let store: SecondStore = withSubscriptions(createMemoryStore());
let ports = workPorts(store, () => nowMs);
beforeEach(async () => {
  nowMs = startMs;
  store = withSubscriptions(createMemoryStore());
  ports = workPorts(store, () => nowMs);
  await requestLook(ports, machineKind, { target: machine, reason: 'r' });
});

function iso(minutes: number): string {
  return new Date(startMs + minutes * 60_000).toISOString();
}

/** A look at the machine that asks for one at its subscription. */
function look(next: LookEnd, over: StorePort = store, dueAt?: string): Promise<LookAnswer> {
  const ask = { kind: 'subscription', target: asked, reason: 'a machine waits', ...(dueAt && { dueAt }) } as const;
  return runLook({ ports: { ...ports, store: over }, kind: machineKind, key: machine.key }, async ({ record }) => {
    return { record: { ...record, plannedSpec: undefined }, timeline: [], next, asks: [ask] };
  });
}

const ends: readonly LookEnd[] = [
  { kind: 'settled' },
  { kind: 'parked', dueAt: iso(60) },
  { kind: 'act', steps: [], waitSeconds: 45 },
];

describe('what a look asks for', () => {
  it.each(ends)('is owed when the look ends as $kind', async (next) => {
    await look(next);
    const { resourceId, subscription } = asked;
    expect((await store.work.read(askedWork))?.value).toMatchObject({
      resourceId,
      subscription,
      reason: 'a machine waits',
      dueAt: iso(-2),
    });
  });

  it('is owed at the time that it names, and never later than it was', async () => {
    await look({ kind: 'act', steps: [], waitSeconds: 45 }, store, iso(30));
    expect((await store.work.read(askedWork))?.value.dueAt).toBe(iso(30));
    await look({ kind: 'act', steps: [], waitSeconds: 45 }, store, iso(40));
    expect((await store.work.read(askedWork))?.value.dueAt).toBe(iso(30));
  });

  it.each(ends.slice(0, 2))('is asked after the row is saved and before its work is $kind', async (next) => {
    const writes: string[] = [];
    const observed = observeStore(store, ({ name, phase }) => {
      if (phase === 'after' && /replace|upsert|merge|delete/.test(name)) writes.push(name);
    });
    await look(next, observed);
    const end = next.kind === 'settled' ? 'work.delete' : 'work.merge';
    expect(writes).toEqual(['work.merge', 'machines.replace', 'work.upsert', end]);
  });

  it('is not asked by a look that somebody overtook before it was saved; the look after it asks', async () => {
    let looks = 0;
    const upserts: number[] = [];
    const observed = observeStore(store, async ({ name, phase }) => {
      if (name === 'work.upsert' && phase === 'before') upserts.push(looks);
      if (name !== 'machines.read' || phase !== 'after') return;
      looks += 1;
      const stored = await store.machines.read(machine.key);
      if (looks === 1 && stored !== undefined) await store.machines.replace(stored.value, stored.etag);
    });
    await look({ kind: 'settled' }, observed);
    expect(upserts).toEqual([2]);
  });

  it('keeps the look owed when it cannot be asked, and is asked again by the next', async () => {
    const failing = observeStore(store, ({ name, phase }) => {
      if (name === 'work.upsert' && phase === 'before') throw new Error('storage is down');
    });
    for (const next of ends.slice(0, 2)) {
      await expect(look(next, failing)).rejects.toThrow('storage is down');
      expect((await store.work.read(work))?.value.leaseUntil).toBe(iso(10));
    }
    expect(await store.work.read(askedWork)).toBeUndefined();
    await look({ kind: 'settled' });
    expect(await store.work.read(askedWork)).toBeDefined();
  });

  it('takes a look that is going on there the right to settle', async () => {
    await look({ kind: 'act', steps: [], waitSeconds: 45 });
    let looks = 0;
    await runLook({ ports, kind: subscriptionKind, key: asked.key }, async ({ record }) => {
      looks += 1;
      if (looks === 1) await look({ kind: 'settled' });
      return { record, timeline: [], next: { kind: 'settled' } };
    });
    expect(looks).toBe(2);
  });

  it('is lost at no point at which the process may die', async () => {
    const moments: StoreMoment[] = [];
    await look(
      { kind: 'settled' },
      observeStore(store, (moment) => void moments.push(moment)),
    );
    for (const at of moments.keys()) {
      store = withSubscriptions(createMemoryStore());
      ports = workPorts(store, () => nowMs);
      await requestLook(ports, machineKind, { target: machine, reason: 'r' });
      let count = 0;
      const dying = observeStore(store, () => {
        if (count++ >= at) throw new Error('died');
      });
      await look({ kind: 'settled' }, dying).catch(() => undefined);
      const owed = await store.work.read(work);
      const isAsked = (await store.work.read(askedWork)) !== undefined;
      expect(isAsked || owed !== undefined, `died at moment ${at}`).toBe(true);
      if (owed !== undefined) await look({ kind: 'settled' });
      expect(await store.work.read(askedWork), `died at moment ${at}`).toBeDefined();
    }
  });
});
