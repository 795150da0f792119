import type { StorePort } from '../../src/ports/store.ts';
import { countEtags } from './etags.ts';
import { MemoryMachines } from './memory-machines.ts';
import { MemoryControls, MemoryGates, MemorySpecs } from './memory-settings.ts';
import { MemoryTimeline } from './memory-timeline.ts';
import { MemoryWork } from './memory-work.ts';
import { observeStore, type StoreHook } from './observe-store.ts';

export interface MemoryStoreOptions {
  /** Called before and after every operation; may wait, and may throw to play a crash. */
  readonly onOperation?: StoreHook;
}

/** The store of large simulations and of tests; the same contract as the one on Azure Tables. */
export interface MemoryStore extends StorePort {
  /** Calls so far by `<table>.<operation>`, e.g. `work.merge`. */
  operations(): Readonly<Record<string, number>>;
}

/** Makes an empty store in memory. Rows are kept by reference: values are read-only everywhere. */
export function createMemoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const counts = new Map<string, number>();
  const nextEtag = countEtags();
  const tables: StorePort = {
    machines: new MemoryMachines(nextEtag),
    work: new MemoryWork(nextEtag),
    timeline: new MemoryTimeline(),
    controls: new MemoryControls(),
    specs: new MemorySpecs(),
    gates: new MemoryGates(),
  };
  const observed = observeStore(tables, (moment) => {
    if (moment.phase === 'before') counts.set(moment.name, (counts.get(moment.name) ?? 0) + 1);
    return options.onOperation?.(moment);
  });
  return { ...observed, operations: () => Object.fromEntries(counts) };
}
