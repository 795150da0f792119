import { beforeAll, describe } from 'vitest';
import type { StorePort } from '../../src/ports/store.ts';
import { machineContract } from './machine-contract.ts';
import { settingsContract } from './settings-contract.ts';
import { timelineContract } from './timeline-contract.ts';
import { workContract } from './work-contract.ts';

/** The store of one suite; throws where it is used before the suite has started. */
export type UseStore = () => StorePort;

/** What every store promises. Each test uses its own keys, so all share one store. */
export function storeContract(name: string, open: () => Promise<StorePort>): void {
  describe(`store on ${name}`, () => {
    let store: StorePort | undefined;
    beforeAll(async () => {
      store = await open();
    });
    const useStore = (): StorePort => {
      if (store === undefined) throw new Error('The store is not open yet.');
      return store;
    };
    workContract(useStore);
    machineContract(useStore);
    timelineContract(useStore);
    settingsContract(useStore);
  });
}
