import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tableNames } from '../../src/store/create-store.ts';
import { connectTables } from '../../src/store/table-connection.ts';
import { createTablesStore } from '../../src/store/tables-store.ts';
import { vm } from '../work/fixtures.ts';
import { type Azurite, startAzurite } from './azurite.ts';
import { storeContract } from './contract.ts';
import { entityContract } from './entity-contract.ts';
import { rowsOfReleasesContract } from './rows-of-releases-contract.ts';
import { entryAt } from './sample-record.ts';

let azurite: Azurite | undefined;
let releases = 0;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite?.stop());

function location(): Azurite {
  if (azurite === undefined) throw new Error('Azurite has not started.');
  return azurite;
}

entityContract('Azurite', async () => connectTables(['entities'], location(), { prefix: 'contract' })('entities'));
storeContract('Azure Tables', async () => {
  const table = connectTables([...tableNames, 'parts'], location(), { prefix: 'contract' });
  return { store: createTablesStore(location(), { prefix: 'contract' }), table };
});

rowsOfReleasesContract('Azure Tables', async () => {
  const prefix = `rows${++releases}`;
  return { store: createTablesStore(location(), { prefix }), table: connectTables(tableNames, location(), { prefix }) };
});

it('keeps the rows of a long history bounded', async () => {
  const store = createTablesStore(location(), { prefix: 'pruned' });
  const { key } = vm('long-lived');
  for (let day = 0; day < 60; day++) {
    await store.timeline.append(
      key,
      Array.from({ length: 10 }, (_, index) => entryAt(day * 100 + index, `day ${day}`)),
    );
  }
  const table = TableClient.fromConnectionString(location().connectionString, 'prunedtimeline', {
    allowInsecureConnection: true,
  });
  const names: string[] = [];
  for await (const entity of table.listEntities()) names.push(entity.rowKey ?? '');
  expect(names.length).toBeGreaterThanOrEqual(100);
  expect(names.length).toBeLessThan(200);
});
