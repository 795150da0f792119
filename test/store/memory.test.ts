import { createMemoryStore } from '../../local/store/memory-store.ts';
import { storeContract } from './contract.ts';

storeContract('memory', async () => createMemoryStore());
