import { describe, expect, it } from 'vitest';
import { type WorkRow, workPartition } from '../../src/domain/work/work-row.ts';
import type { StorePort, Versioned, WorkRef } from '../../src/ports/store.ts';
import { vm } from '../work/fixtures.ts';
import type { UseStore } from './contract.ts';

const early = '2026-01-05T08:00:00.000Z';
const later = '2026-01-05T09:00:00.000Z';

function refOf(name: string): WorkRef {
  return { kind: 'machine', key: vm(name).key };
}

function rowOf(name: string, change: Partial<WorkRow> = {}): WorkRow {
  const { resourceId, subscription } = vm(name);
  const times = { dueAt: early, leaseUntil: '', starts: 0 };
  return { ...refOf(name), resourceId, subscription, ...times, stamp: 's1', reason: 'test', ...change };
}

async function stored(store: StorePort, name: string): Promise<Versioned<WorkRow>> {
  const row = await store.work.read(refOf(name));
  if (row === undefined) throw new Error(`No work row for ${name}.`);
  return row;
}

/** What the work protocol relies on. */
export function workContract(useStore: UseStore): void {
  describe('work', () => {
    it('answers undefined for what is not owed', async () => {
      expect(await useStore().work.read(refOf('nothing-owed'))).toBeUndefined();
    });

    it('makes a row by a blind upsert and reads absent columns as empty', async () => {
      const { work } = useStore();
      await work.upsert(refOf('blind'), { resourceId: vm('blind').resourceId, stamp: 's1', dueAt: early });
      const { value } = await stored(useStore(), 'blind');
      expect(value).toEqual({ ...rowOf('blind'), subscription: '', reason: '' });
    });

    it('keeps a lease and its starts through a blind upsert, and changes the version', async () => {
      const { work } = useStore();
      await work.insert(rowOf('merged', { leaseUntil: later, starts: 3 }));
      const before = await stored(useStore(), 'merged');
      await work.upsert(refOf('merged'), { stamp: 's2', dueAt: later });
      const after = await stored(useStore(), 'merged');
      expect(after.value).toEqual(rowOf('merged', { leaseUntil: later, starts: 3, stamp: 's2', dueAt: later }));
      expect(after.etag).not.toBe(before.etag);
    });

    it('inserts only what is absent', async () => {
      const { work } = useStore();
      expect(await work.insert(rowOf('inserted'))).toBe('inserted');
      expect(await work.insert(rowOf('inserted', { stamp: 'other' }))).toBe('exists');
      expect((await stored(useStore(), 'inserted')).value.stamp).toBe('s1');
    });

    it('merges under the version it was given and answers the next one', async () => {
      const { work } = useStore();
      await work.insert(rowOf('swap'));
      const first = await stored(useStore(), 'swap');
      const swap = await work.merge(refOf('swap'), { leaseUntil: later }, first.etag);
      const second = await stored(useStore(), 'swap');
      expect(swap).toEqual({ kind: 'done', etag: second.etag });
      expect(second.value).toEqual(rowOf('swap', { leaseUntil: later }));
      expect(await work.merge(refOf('swap'), { starts: 9 }, first.etag)).toEqual({ kind: 'conflict' });
      expect((await stored(useStore(), 'swap')).value.starts).toBe(0);
    });

    it('clears a lease with an empty text', async () => {
      const { work } = useStore();
      await work.insert(rowOf('cleared', { leaseUntil: later, starts: 2 }));
      const { etag } = await stored(useStore(), 'cleared');
      await work.merge(refOf('cleared'), { dueAt: later, leaseUntil: '', starts: 0 }, etag);
      expect((await stored(useStore(), 'cleared')).value).toEqual(rowOf('cleared', { dueAt: later }));
    });

    it('deletes under the version it was given only', async () => {
      const { work } = useStore();
      await work.insert(rowOf('settled'));
      const { etag } = await stored(useStore(), 'settled');
      await work.upsert(refOf('settled'), { stamp: 's2' });
      expect(await work.delete(refOf('settled'), etag)).toEqual({ kind: 'conflict' });
      const fresh = await stored(useStore(), 'settled');
      expect((await work.delete(refOf('settled'), fresh.etag)).kind).toBe('done');
      expect(await work.read(refOf('settled'))).toBeUndefined();
    });

    it('answers absent for a merge or delete of a row that is gone, and never makes it', async () => {
      const { work } = useStore();
      await work.insert(rowOf('gone'));
      const { etag } = await stored(useStore(), 'gone');
      await work.delete(refOf('gone'), etag);
      expect(await work.merge(refOf('gone'), { leaseUntil: later }, etag)).toEqual({ kind: 'absent' });
      expect(await work.delete(refOf('gone'), etag)).toEqual({ kind: 'absent' });
      expect(await work.read(refOf('gone'))).toBeUndefined();
    });

    it('does not take the version of a row that was deleted and made again', async () => {
      const { work } = useStore();
      await work.insert(rowOf('again'));
      const { etag } = await stored(useStore(), 'again');
      await work.delete(refOf('again'), etag);
      await work.insert(rowOf('again'));
      expect(await work.delete(refOf('again'), etag)).toEqual({ kind: 'conflict' });
    });

    it('lets one of many writers with the same version win', async () => {
      const { work } = useStore();
      await work.insert(rowOf('race'));
      const { etag } = await stored(useStore(), 'race');
      const swaps = await Promise.all(
        Array.from({ length: 20 }, (_, starts) => work.merge(refOf('race'), { starts }, etag)),
      );
      expect(swaps.filter((swap) => swap.kind === 'done')).toHaveLength(1);
      expect(swaps.filter((swap) => swap.kind === 'conflict')).toHaveLength(19);
    });

    it('lists what is due in a partition, in key order, leased or not', async () => {
      const { work } = useStore();
      const names = Array.from({ length: 60 }, (_, index) => `due-${index}`);
      await Promise.all(
        names.map((name, index) =>
          work.insert(rowOf(name, index % 3 === 0 ? { dueAt: later } : { leaseUntil: index % 3 === 1 ? later : '' })),
        ),
      );
      const due = names.filter((_, index) => index % 3 !== 0).map((name) => vm(name).key);
      const found: string[] = [];
      for (const digit of '0123456789abcdef') {
        const rows = await work.listDue(`machine|${digit}`, early);
        expect(rows.every(({ value }) => workPartition('machine', value.key) === `machine|${digit}`)).toBe(true);
        expect(rows.map(({ value }) => value.key)).toEqual(rows.map(({ value }) => value.key).sort());
        found.push(...rows.map(({ value }) => value.key));
      }
      expect(due.every((key) => found.includes(key))).toBe(true);
      const notDue = names.filter((_, index) => index % 3 === 0).map((name) => vm(name).key);
      expect(notDue.some((key) => found.includes(key))).toBe(false);
      expect((await work.listAll()).map(({ key }) => key)).toEqual(expect.arrayContaining([...due, ...notDue]));
    });

    it('lists with a version that can be written under', async () => {
      const { work } = useStore();
      await work.insert(rowOf('listed'));
      const ref = refOf('listed');
      const rows = await work.listDue(workPartition('machine', ref.key), early);
      const etag = rows.find(({ value }) => value.key === ref.key)?.etag ?? '';
      expect((await work.merge(ref, { leaseUntil: later }, etag)).kind).toBe('done');
    });
  });
}
