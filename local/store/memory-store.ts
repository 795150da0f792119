import type { StorePort } from '../../src/ports/store.ts';
import { createStore } from '../../src/store/create-store.ts';
import type { EntityTable } from '../../src/store/entity-table.ts';
import { countEtags } from './etags.ts';
import { MemoryEntityTable } from './memory-entity-table.ts';
import { observeStore, type StoreHook } from './observe-store.ts';
import { rememberRows } from './remember-rows.ts';

export interface MemoryStoreOptions {
  /** In place of empty tables; for tests that look below the store. */
  readonly table?: (name: string) => EntityTable;
  /** Called before and after every operation; may wait, and may throw to play a crash. */
  readonly onOperation?: StoreHook;
}

/** The store of large simulations and of tests; the same contract as the one on Azure Tables. */
export interface MemoryStore extends StorePort {
  /** Calls so far by `<table>.<operation>`, e.g. `work.merge`. */
  operations(): Readonly<Record<string, number>>;
}

/** Makes an empty store in memory. A row that was written whole is given back as it is: values are read-only everywhere. */
export function createMemoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const counts = new Map<string, number>();
  const tables = createStore(options.table ?? openMemoryTables(), rememberRows);
  const observed = observeStore(tables, (moment) => {
    if (moment.phase === 'before') counts.set(moment.name, (counts.get(moment.name) ?? 0) + 1);
    return options.onOperation?.(moment);
  });
  return { ...observed, operations: () => Object.fromEntries(counts) };
}

/** Empty tables in memory, each made when it is first opened. */
export function openMemoryTables(): (table: string) => EntityTable {
  const nextEtag = countEtags();
  const opened = new Map<string, EntityTable>();
  return (name) => {
    const table = opened.get(name) ?? new MemoryEntityTable(nextEtag);
    opened.set(name, table);
    return table;
  };
}
