import { expect, test } from 'vitest';
import { createMemoryStore, openMemoryTables } from '../../local/store/memory-store.ts';
import { targetKeySchema } from '../../src/domain/ids.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import { readRecord } from '../../src/operator/read-record.ts';
import { nameOfTarget } from '../../src/store/row-table.ts';
import { vm } from '../work/fixtures.ts';

const at = '2026-01-05T08:00:00.000Z';

test.each(['0'.repeat(32), `${'0'.repeat(31)}1`, `1${'0'.repeat(31)}`, 'f'.repeat(32)])(
  'the damaged row %s is found among its neighbours',
  async (text) => {
    const key = targetKeySchema.parse(text);
    const tables = openMemoryTables();
    const store = createMemoryStore({ table: tables });
    for (const name of ['a', 'b', 'c', 'd']) await store.machines.insert(newRecord(vm(name), at));
    expect(await readRecord({ store }, key)).toEqual({ kind: 'read', stored: undefined });
    await tables('machines').insert(nameOfTarget(key), { body: 'nothing', resourceId: 'x' });
    expect(await readRecord({ store }, key)).toMatchObject({ kind: 'unreadable', row: { key, resourceId: 'x' } });
  },
);

test('a store that does not answer is thrown, and says nothing of the row', async () => {
  const store = createMemoryStore({
    onOperation: ({ name }) => {
      if (name === 'machines.read') throw new Error('no answer');
    },
  });
  await store.machines.insert(newRecord(vm('a'), at));
  await expect(readRecord({ store }, vm('a').key)).rejects.toThrow('no answer');
});
