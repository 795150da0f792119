import { afterAll, beforeAll, describe } from 'vitest';
import type { StorePort } from '../../src/ports.ts';
import { machineContract } from './machine-contract.ts';
import { settingsContract } from './settings-contract.ts';
import { timelineContract } from './timeline-contract.ts';
import { workContract } from './work-contract.ts';

export interface StoreUnderTest {
  readonly store: StorePort;
  stop(): Promise<void>;
}

/** The store of one suite; throws where it is used before the suite has started. */
export type UseStore = () => StorePort;

/** What every store promises. Each test uses its own keys, so all share one store. */
export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`store on ${name}`, () => {
    let opened: StoreUnderTest | undefined;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened?.stop();
    });
    const useStore = (): StorePort => {
      if (opened === undefined) throw new Error('The store is not open yet.');
      return opened.store;
    };
    workContract(useStore);
    machineContract(useStore);
    timelineContract(useStore);
    settingsContract(useStore);
  });
}
