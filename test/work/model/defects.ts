import type { TargetKey } from '../../../src/domain/ids.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import { workPartition } from '../../../src/domain/work/work-row.ts';
import type { LookOutcome } from '../../../src/look/run-look.ts';
import type { MachineTable, WorkTable } from '../../../src/ports/store.ts';
import { oweLook } from '../../../src/work/request-look.ts';
import { vm } from '../fixtures.ts';
import { type SecondStore, subscriptionKind } from '../second-kind/subscription-kind.ts';
import { callableMachines, callableWork } from './callable-tables.ts';
import type { Defect } from './model-run.ts';

const neglected = workPartition('machine', vm('m-0').key);

type BreakStore = (store: SecondStore) => SecondStore;

/**
 * Mistakes that somebody could make in the work protocol, played between the real protocol and its store, between one
 * process and the store, or around a look.
 * The model run must find each of them, or it proves nothing about the protocol without them.
 */
export const defects: Readonly<Record<string, Defect>> = {
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

  'a look leases its row after its first GET': { breakStore: leaseLate },

  'a look settles before its record is saved': {
    breakStore: (store) => ({ ...store, machines: saveLate(store.machines) }),
  },

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

  'an ask is made before the row is saved': {
    breakLook: (look, ports) => async (start) => {
      const { asks = [], ...outcome } = await look(start);
      for await (const ask of asks) await oweLook(ports, ask.kind, ask);
      return outcome;
    },
  },

  'an ask is made after the work is settled': { breakProcess: askLate },

  'a look settles although its ask was refused': {
    breakProcess: (store) => ({
      ...store,
      work: {
        ...callableWork(store.work),
        upsert: (ref, patch) => {
          const upserted = store.work.upsert(ref, patch);
          return isAsk(ref) ? upserted.catch(() => undefined) : upserted;
        },
      },
    }),
  },

  'a lost ask is not made again': {
    breakLook: (look) => async (start) => {
      const outcome = await look(start);
      const isNews = outcome.record.unseenCount !== start.record.unseenCount;
      return isNews ? outcome : withoutAsks(outcome);
    },
  },

  'an ask leaves a row alone that is leased': withWork((work) => ({
    upsert: async (ref, patch) => {
      const stored = isAsk(ref) ? await work.read(ref) : undefined;
      if (stored === undefined || stored.value.leaseUntil === '') await work.upsert(ref, patch);
    },
  })),
};

function isAsk({ kind }: { readonly kind: string }): boolean {
  return kind === subscriptionKind.kind;
}

function withoutAsks<Outcome extends LookOutcome<MachineRecord>>({ asks: _, ...outcome }: Outcome) {
  return outcome;
}

/** Keeps the asks of a process back until it has parked or settled something. */
function askLate(store: SecondStore): SecondStore {
  const work = callableWork(store.work);
  let waiting: (() => Promise<void>)[] = [];
  const flush = async <Answer>(answer: Answer): Promise<Answer> => {
    const asks = waiting;
    waiting = [];
    for (const ask of asks) await ask();
    return answer;
  };
  return {
    ...store,
    work: {
      ...work,
      upsert: async (ref, patch) => {
        if (isAsk(ref)) waiting = [...waiting, () => work.upsert(ref, patch)];
        else await work.upsert(ref, patch);
      },
      merge: async (ref, patch, etag) => flush(await work.merge(ref, patch, etag)),
      delete: async (ref, etag) => flush(await work.delete(ref, etag)),
    },
  };
}

function withWork(change: (work: WorkTable) => Partial<WorkTable>): Defect {
  const breakStore: BreakStore = (store) => ({
    ...store,
    work: { ...callableWork(store.work), ...change(store.work) },
  });
  return { breakStore };
}

function withMachines(change: (machines: MachineTable) => Partial<MachineTable>): Defect {
  const breakStore: BreakStore = (store) => ({
    ...store,
    machines: { ...callableMachines(store.machines), ...change(store.machines) },
  });
  return { breakStore };
}

/** The version of the row is taken when the record is saved, which is after the GETs. */
function leaseLate(store: SecondStore): SecondStore {
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
      ...callableWork(store.work),
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
