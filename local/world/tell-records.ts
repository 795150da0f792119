import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import type { MachineTable, StorePort } from '../../src/ports/store.ts';

/** The same store; every row of a machine is told before it is saved. */
export function tellRecords(store: StorePort, tell: (record: MachineRecord) => void): StorePort {
  const { machines } = store;
  const told: MachineTable = {
    read: (key) => machines.read(key),
    insert: (record) => {
      tell(record);
      return machines.insert(record);
    },
    replace: (record, etag) => {
      tell(record);
      return machines.replace(record, etag);
    },
    delete: (key, etag) => machines.delete(key, etag),
    list: (query) => machines.list(query),
    summarize: () => machines.summarize(),
  };
  return { ...store, machines: told };
}
