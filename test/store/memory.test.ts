import { expect, it } from 'vitest';
import { createMemoryStore, openMemoryTables } from '../../local/store/memory-store.ts';
import { createStore } from '../../src/store/create-store.ts';
import type { Columns } from '../../src/store/entity-table.ts';
import { storeContract } from './contract.ts';
import { entityContract } from './entity-contract.ts';
import { rowsOfReleasesContract } from './rows-of-releases-contract.ts';

entityContract('memory', async () => openMemoryTables()('entities'));

storeContract('memory', async () => {
  const table = openMemoryTables();
  return { store: createMemoryStore({ table }), table };
});

rowsOfReleasesContract('memory', async () => {
  const table = openMemoryTables();
  return { store: createMemoryStore({ table }), table };
});

storeContract('memory, with every row parsed', async () => {
  const table = openMemoryTables();
  return { store: createStore(table), table };
});

/** Azurite counts bytes of its request and takes more columns, so what Azure itself refuses is tested here. */
it.each<[string, Columns]>([
  ['texts of more than 1 MiB in UTF-16', columnsOf(17, 'x'.repeat(32_000))],
  ['253 columns', columnsOf(253, '')],
])('refuses %s', async (_, columns) => {
  const table = openMemoryTables()('entities');
  await expect(table.insert({ partition: 'p', row: 'r' }, columns)).rejects.toThrow(/EntityTooLarge|TooManyProperties/);
  const entries = Object.entries(columns);
  const [half, rest] = [entries.slice(0, entries.length / 2), entries.slice(entries.length / 2)];
  await table.insert({ partition: 'p', row: 'r' }, Object.fromEntries(half));
  await expect(table.upsert({ partition: 'p', row: 'r' }, Object.fromEntries(rest), 'merge')).rejects.toThrow();
});

function columnsOf(count: number, value: string): Columns {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, value]));
}
