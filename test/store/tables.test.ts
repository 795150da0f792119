import { createTablesStore } from '../../src/store/tables-store.ts';
import { startAzurite } from './azurite.ts';
import { storeContract } from './contract.ts';

storeContract('Azure Tables', async () => {
  const azurite = await startAzurite();
  return { store: createTablesStore(azurite, { prefix: 'contract' }), stop: azurite.stop };
});
