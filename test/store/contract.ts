import { beforeAll, describe } from 'vitest';
import type { StorePort } from '../../src/ports/store.ts';
import type { EntityTable } from '../../src/store/entity-table.ts';
import { assessmentContract } from './assessment-contract.ts';
import { machineContract } from './machine-contract.ts';
import { otherReleasesContract } from './other-releases-contract.ts';
import { rowTableContract } from './row-table-contract.ts';
import { settingsContract } from './settings-contract.ts';
import { timelineContract } from './timeline-contract.ts';
import { unreadableContract } from './unreadable-contract.ts';
import { workContract } from './work-contract.ts';

/** The store of one suite; throws where it is used before the suite has started. */
export type UseStore = () => StorePort;
/** The tables below it, for rows that this release would not write. */
export type UseTable = (name: string) => EntityTable;

interface OpenedStore {
  readonly store: StorePort;
  /** Those of the store, and `parts`. */
  readonly table: (name: string) => EntityTable;
}

/** What every store promises. Each test uses its own keys, so all share one store. */
export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`store on ${name}`, () => {
    let opened: OpenedStore | undefined;
    beforeAll(async () => {
      opened = await open();
    });
    const useOpened = (): OpenedStore => {
      if (opened === undefined) throw new Error('The store is not open yet.');
      return opened;
    };
    const useStore: UseStore = () => useOpened().store;
    const useTable: UseTable = (table) => useOpened().table(table);
    workContract(useStore);
    machineContract(useStore);
    timelineContract(useStore);
    assessmentContract(useStore, useTable);
    settingsContract(useStore);
    rowTableContract(useTable);
    otherReleasesContract(useStore, useTable);
    unreadableContract(useStore, useTable);
  });
}
