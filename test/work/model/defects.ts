import type { TargetKey } from '../../../src/domain/ids.ts';
import { workPartition } from '../../../src/domain/work/work-row.ts';
import type { MachineTable, StorePort, WorkTable } from '../../../src/ports/store.ts';
import { vm } from '../fixtures.ts';

const neglected = workPartition('machine', vm('m-0').key);

type BreakStore = (store: StorePort) => StorePort;

/**
 * Mistakes that somebody could make in the work protocol, played between the real protocol and its store.
 * The model run must find each of them, or it proves nothing about the protocol without them.
 */
export const defects: Readonly<Record<string, BreakStore>> = {
  'a look settles without If-Match': withWork((work) => ({
    delete: async (ref, etag) => work.delete(ref, (await work.read(ref))?.etag ?? etag),
  })),

  'a look parks without If-Match': withWork((work) => ({
    merge: async (ref, patch, etag) =>
      work.merge(ref, patch, isPark(patch) ? ((await work.read(ref))?.etag ?? etag) : etag),
  })),

  'a look saves its record without If-Match': withMachines((machines) => ({
    replace: async (record, etag) => machines.replace(record, (await machines.read(record.key))?.etag ?? etag),
  })),

  'a look takes a conflict on its record for done': withMachines((machines) => ({
    replace: async (record, etag) => {
      const swap = await machines.replace(record, etag);
      return swap.kind === 'conflict' ? { kind: 'done', etag } : swap;
    },
  })),

  'a look leases its row after its first GET': leaseLate,

  'a look settles before its record is saved': (store) => ({ ...store, machines: saveLate(store.machines) }),

  'a request leaves a row alone that is leased': withWork((work) => ({
    upsert: async (ref, patch) => {
      const stored = await work.read(ref);
      if (stored === undefined || stored.value.leaseUntil === '') await work.upsert(ref, patch);
    },
  })),

  'a request is lost when its row is there': withWork((work) => ({
    upsert: async (ref, patch) => {
      if ((await work.read(ref)) === undefined) await work.upsert(ref, patch);
    },
  })),

  'a later request delays an earlier one': withWork((work) => ({
    insert: async (row) => {
      const { kind, key, resourceId, subscription, dueAt, stamp, reason } = row;
      await work.upsert({ kind, key }, { resourceId, subscription, dueAt, stamp, reason });
      return 'inserted';
    },
  })),

  'a lease lasts a day': withWork((work) => ({
    merge: (ref, patch, etag) =>
      work.merge(ref, patch.leaseUntil ? { ...patch, leaseUntil: tomorrow(patch.leaseUntil) } : patch, etag),
  })),

  'the tick starts a row only once': withWork((work) => ({
    listDue: async (partition, dueAt) =>
      (await work.listDue(partition, dueAt)).filter(({ value }) => value.starts === 0),
  })),

  'the tick never comes to one partition': withWork((work) => ({
    listDue: async (partition, dueAt) => (partition === neglected ? [] : work.listDue(partition, dueAt)),
  })),
};

function withWork(change: (work: WorkTable) => Partial<WorkTable>): BreakStore {
  return (store) => ({ ...store, work: { ...callable(store.work), ...change(store.work) } });
}

function withMachines(change: (machines: MachineTable) => Partial<MachineTable>): BreakStore {
  return (store) => ({ ...store, machines: { ...callableMachines(store.machines), ...change(store.machines) } });
}

function callable(work: WorkTable): WorkTable {
  return {
    read: (ref) => work.read(ref),
    upsert: (ref, patch) => work.upsert(ref, patch),
    insert: (row) => work.insert(row),
    merge: (ref, patch, etag) => work.merge(ref, patch, etag),
    delete: (ref, etag) => work.delete(ref, etag),
    listDue: (partition, dueAt) => work.listDue(partition, dueAt),
    listAll: () => work.listAll(),
  };
}

function callableMachines(machines: MachineTable): MachineTable {
  return {
    read: (key) => machines.read(key),
    insert: (record) => machines.insert(record),
    replace: (record, etag) => machines.replace(record, etag),
    delete: (key, etag) => machines.delete(key, etag),
    list: (query) => machines.list(query),
    summarize: () => machines.summarize(),
  };
}

/** The version of the row is taken when the record is saved, which is after the GETs. */
function leaseLate(store: StorePort): StorePort {
  const taken = new Map<TargetKey, string>();
  const take = async (key: TargetKey): Promise<void> => {
    const row = await store.work.read({ kind: 'machine', key });
    if (row !== undefined) taken.set(key, row.etag);
  };
  return {
    ...store,
    machines: {
      ...callableMachines(store.machines),
      replace: async (record, etag) => {
        await take(record.key);
        return store.machines.replace(record, etag);
      },
    },
    work: {
      ...callable(store.work),
      merge: (ref, patch, etag) => store.work.merge(ref, patch, isPark(patch) ? (taken.get(ref.key) ?? etag) : etag),
      delete: (ref, etag) => store.work.delete(ref, taken.get(ref.key) ?? etag),
    },
  };
}

/** Answers at once and saves with the next operation on that machine. */
function saveLate(machines: MachineTable): MachineTable {
  const waiting = new Map<TargetKey, () => Promise<unknown>>();
  const flush = async (key: TargetKey): Promise<void> => {
    const save = waiting.get(key);
    waiting.delete(key);
    await save?.();
  };
  return {
    ...callableMachines(machines),
    read: async (key) => {
      await flush(key);
      return machines.read(key);
    },
    replace: async (record, etag) => {
      await flush(record.key);
      waiting.set(record.key, () => machines.replace(record, etag));
      return { kind: 'done', etag };
    },
  };
}

function isPark(patch: { readonly leaseUntil?: string }): boolean {
  return patch.leaseUntil === '';
}

function tomorrow(iso: string): string {
  return new Date(Date.parse(iso) + 24 * 60 * 60_000).toISOString();
}
