import type { MachineTable, WorkTable } from '../../../src/ports/store.ts';

/** The operations of a table as properties that can be spread; those of an observed one cannot. */
export function callableWork(work: WorkTable): WorkTable {
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

export function callableMachines(machines: MachineTable): MachineTable {
  return {
    read: (key) => machines.read(key),
    insert: (record) => machines.insert(record),
    replace: (record, etag) => machines.replace(record, etag),
    delete: (key, etag) => machines.delete(key, etag),
    list: (query) => machines.list(query),
    summarize: () => machines.summarize(),
  };
}
