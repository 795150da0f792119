import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Columns,
  type Condition,
  type Entity,
  type EntityQuery,
  type EntityTable,
  inPartition,
} from '../../src/store/entity-table.ts';

/** What every table of entities promises. Each test uses a partition of its own, so all share one table. */
export function entityContract(name: string, open: () => Promise<EntityTable>): void {
  describe(`a table of entities on ${name}`, () => {
    let opened: EntityTable | undefined;
    beforeAll(async () => {
      opened = await open();
    });
    const useTable = (): EntityTable => {
      if (opened === undefined) throw new Error('The table is not open yet.');
      return opened;
    };
    writesAreKept(useTable);
    versionsAreChecked(useTable);
    queriesFind(useTable);
    transactionsAreWhole(useTable);
    limitsAreRefused(useTable);
  });
}

type UseTable = () => EntityTable;

async function stored(table: EntityTable, partition: string, row: string): Promise<Entity> {
  const entity = await table.read({ partition, row });
  if (entity === undefined) throw new Error(`Nothing at ${partition} ${row}.`);
  return entity;
}

async function pagesOf(table: EntityTable, query: EntityQuery): Promise<readonly (readonly Entity[])[]> {
  const pages: (readonly Entity[])[] = [];
  for await (const page of table.pages(query)) pages.push(page);
  return pages;
}

function writesAreKept(useTable: UseTable): void {
  it('gives back texts, numbers and booleans as they were, also empty ones', async () => {
    const table = useTable();
    const columns = { text: 'it\'s – "so"\n', empty: '', count: 7, none: 0, share: 0.25, yes: true, no: false };
    expect(await table.insert({ partition: 'kept', row: 'a b' }, columns)).toBe('inserted');
    const { etag, ...entity } = await stored(table, 'kept', 'a b');
    expect(entity).toEqual({ partition: 'kept', row: 'a b', columns });
    expect(etag).not.toBe('');
    expect(await table.read({ partition: 'kept', row: 'absent' })).toBeUndefined();
    expect(await table.read({ partition: 'absent', row: 'a b' })).toBeUndefined();
  });

  it('inserts only what is absent', async () => {
    const table = useTable();
    const name = { partition: 'insert', row: 'r' };
    expect(await table.insert(name, { a: '1' })).toBe('inserted');
    expect(await table.insert(name, { a: '2' })).toBe('exists');
    expect((await stored(table, 'insert', 'r')).columns).toEqual({ a: '1' });
  });

  it('upserts whatever is there: a merge keeps the other columns, a replacement drops them', async () => {
    const table = useTable();
    const name = { partition: 'upsert', row: 'r' };
    await table.upsert(name, { a: '1', b: '1' }, 'merge');
    await table.upsert(name, { b: '2', c: '2' }, 'merge');
    expect((await stored(table, 'upsert', 'r')).columns).toEqual({ a: '1', b: '2', c: '2' });
    await table.upsert(name, { d: '3' }, 'replace');
    expect((await stored(table, 'upsert', 'r')).columns).toEqual({ d: '3' });
  });
}

function versionsAreChecked(useTable: UseTable): void {
  it.each([
    ['merge', { a: '1', b: '2' }],
    ['replace', { b: '2' }],
  ] as const)('updates by %s under the version it was given, and answers the next one', async (mode, after) => {
    const table = useTable();
    const name = { partition: `update-${mode}`, row: 'r' };
    await table.insert(name, { a: '1', b: '1' });
    const { etag } = await stored(table, name.partition, 'r');
    const swap = await table.update(name, { b: '2' }, mode, etag);
    const next = await stored(table, name.partition, 'r');
    expect(swap).toEqual({ kind: 'done', etag: next.etag });
    expect(next.etag).not.toBe(etag);
    expect(next.columns).toEqual(after);
    expect(await table.update(name, { b: '3' }, mode, etag)).toEqual({ kind: 'conflict' });
    expect((await stored(table, name.partition, 'r')).columns).toEqual(after);
  });

  it('changes the version also by a write that changes nothing', async () => {
    const table = useTable();
    const name = { partition: 'same', row: 'r' };
    await table.insert(name, { a: '1' });
    const { etag } = await stored(table, 'same', 'r');
    await table.upsert(name, { a: '1' }, 'merge');
    expect((await stored(table, 'same', 'r')).etag).not.toBe(etag);
  });

  it('deletes under a version, or whatever is there; answers absent and never makes a row', async () => {
    const table = useTable();
    const name = { partition: 'delete', row: 'r' };
    await table.insert(name, { a: '1' });
    const { etag } = await stored(table, 'delete', 'r');
    await table.upsert(name, { a: '2' }, 'merge');
    expect(await table.delete(name, etag)).toEqual({ kind: 'conflict' });
    expect((await table.delete(name, '*')).kind).toBe('done');
    expect(await table.delete(name, '*')).toEqual({ kind: 'absent' });
    expect(await table.delete(name, etag)).toEqual({ kind: 'absent' });
    expect(await table.update(name, { a: '3' }, 'merge', etag)).toEqual({ kind: 'absent' });
    expect(await table.update(name, { a: '3' }, 'replace', etag)).toEqual({ kind: 'absent' });
    expect(await table.read(name)).toBeUndefined();
  });

  it('does not take the version of a row that was deleted and made again', async () => {
    const table = useTable();
    const name = { partition: 'again', row: 'r' };
    await table.insert(name, { a: '1' });
    const { etag } = await stored(table, 'again', 'r');
    await table.delete(name, etag);
    await table.insert(name, { a: '1' });
    expect(await table.update(name, { a: '2' }, 'merge', etag)).toEqual({ kind: 'conflict' });
  });
}

/** Columns of the rows that the conditions are tried on, by row key. */
const sample: Readonly<Record<string, Columns>> = {
  r1: { word: 'a', count: 1, on: true },
  r2: { word: "b's", count: 2, on: false },
  r3: { word: '', count: 10, on: true },
  r4: { count: 3 },
  r5: { word: 5, count: 'two' },
  r6: { word: 'B' },
};

function queriesFind(useTable: UseTable): void {
  it.each<[string, Condition, readonly string[]]>([
    ['an equal text', { column: 'word', is: 'eq', value: 'a' }, ['r1']],
    ['a text with a quote', { column: 'word', is: 'eq', value: "b's" }, ['r2']],
    ['an empty text, which an absent column is not', { column: 'word', is: 'eq', value: '' }, ['r3']],
    ['texts up to one, by code units', { column: 'word', is: 'le', value: 'a' }, ['r1', 'r3', 'r6']],
    ['texts from one on', { column: 'word', is: 'ge', value: 'a' }, ['r1', 'r2']],
    ['numbers as numbers', { column: 'count', is: 'gt', value: 2 }, ['r3', 'r4']],
    ['numbers below one', { column: 'count', is: 'lt', value: 2 }, ['r1']],
    ['a boolean', { column: 'on', is: 'eq', value: false }, ['r2']],
    ['row keys behind one', { column: 'RowKey', is: 'gt', value: 'r4' }, ['r5', 'r6']],
    ['row keys from one on', { column: 'RowKey', is: 'ge', value: 'r5' }, ['r5', 'r6']],
    ['nothing by a column that no row has', { column: 'never', is: 'ge', value: '' }, []],
  ])('finds %s, and leaves out rows that lack the column', async (title, condition, expected) => {
    const table = useTable();
    const partition = `query ${title.replaceAll("'", '')}`;
    for (const [row, columns] of Object.entries(sample)) await table.insert({ partition, row }, columns);
    const pages = await pagesOf(table, { where: [inPartition(partition), condition] });
    expect(pages.flat().map(({ row }) => row)).toEqual(expected);
  });

  it('finds what fits all conditions, over partitions in order of partition and row', async () => {
    const table = useTable();
    for (const partition of ['order-b', 'order-a', 'order-c']) {
      for (const row of ['3', '1', '2'])
        await table.insert({ partition, row }, { ordered: row === '1' ? 'no' : 'yes' });
    }
    const pages = await pagesOf(table, {
      where: [
        { column: 'PartitionKey', is: 'ge', value: 'order-b' },
        { column: 'RowKey', is: 'gt', value: '2' },
        { column: 'ordered', is: 'eq', value: 'yes' },
      ],
    });
    expect(pages.flat().map(({ partition, row }) => `${partition} ${row}`)).toEqual(['order-b 3', 'order-c 3']);
  });

  it('gives pages of the size that was asked for, each row once, with versions that can be written under', async () => {
    const table = useTable();
    const rows = Array.from({ length: 7 }, (_, index) => `row-${index}`);
    for (const row of rows) await table.insert({ partition: 'paged', row }, { n: 1 });
    const pages = (await pagesOf(table, { where: [inPartition('paged')], pageSize: 3 })).filter(
      (page) => page.length > 0,
    );
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(pages.flat().map(({ row }) => row)).toEqual(rows);
    const [first] = pages.flat();
    const swap = await table.update({ partition: 'paged', row: 'row-0' }, { n: 2 }, 'merge', first?.etag ?? '');
    expect(swap.kind).toBe('done');
  });

  it('brings the columns that were asked for, and the name always', async () => {
    const table = useTable();
    await table.insert({ partition: 'select', row: '1' }, { a: '1', b: '1' });
    await table.insert({ partition: 'select', row: '2' }, { b: '2', c: '2' });
    const select = async (columns: readonly string[]): Promise<readonly object[]> =>
      (await pagesOf(table, { where: [inPartition('select')], select: columns }))
        .flat()
        .map(({ row, columns: brought }) => ({ row, ...brought }));
    expect(await select(['a', 'c'])).toEqual([
      { row: '1', a: '1' },
      { row: '2', c: '2' },
    ]);
    expect(await select([])).toEqual([{ row: '1' }, { row: '2' }]);
  });
}

function transactionsAreWhole(useTable: UseTable): void {
  it('changes all rows, whatever was in them before', async () => {
    const table = useTable();
    await table.insert({ partition: 'whole', row: 'old' }, { a: '1', b: '1' });
    await table.insert({ partition: 'whole', row: 'gone' }, { a: '1' });
    const outcome = await table.transact('whole', [
      { kind: 'replace', row: 'old', columns: { a: '2' } },
      { kind: 'replace', row: 'new', columns: { a: '2' } },
      { kind: 'delete', row: 'gone' },
    ]);
    expect(outcome).toBe('done');
    const [rows] = await pagesOf(table, { where: [inPartition('whole')] });
    expect(rows?.map(({ row, columns }) => [row, columns])).toEqual([
      ['new', { a: '2' }],
      ['old', { a: '2' }],
    ]);
    expect(await table.transact('whole', [])).toBe('done');
  });

  it('changes nothing when a row to delete is absent', async () => {
    const table = useTable();
    await table.insert({ partition: 'none', row: 'there' }, { a: '1' });
    const outcome = await table.transact('none', [
      { kind: 'replace', row: 'there', columns: { a: '2' } },
      { kind: 'delete', row: 'there-not' },
    ]);
    expect(outcome).toBe('absent');
    expect((await stored(table, 'none', 'there')).columns).toEqual({ a: '1' });
  });

  it('takes 100 changes and refuses 101, or one row twice', async () => {
    const table = useTable();
    const changes = (count: number) =>
      Array.from({ length: count }, (_, row) => ({ kind: 'replace', row: `${row}`, columns: { a: '1' } }) as const);
    await expect(table.transact('many', changes(101))).rejects.toThrow();
    await expect(table.transact('many', [...changes(2), ...changes(1)])).rejects.toThrow();
    expect((await pagesOf(table, { where: [inPartition('many')] })).flat()).toEqual([]);
    expect(await table.transact('many', changes(100))).toBe('done');
    expect((await pagesOf(table, { where: [inPartition('many')] })).flat()).toHaveLength(100);
  });
}

function limitsAreRefused(useTable: UseTable): void {
  it('takes a text of 32,768 characters and refuses a longer one, by every way to write', async () => {
    const table = useTable();
    const name = { partition: 'long', row: 'r' };
    const long = { text: 'x'.repeat(32_769) };
    expect(await table.insert(name, { text: 'x'.repeat(32_768) })).toBe('inserted');
    const { etag } = await stored(table, 'long', 'r');
    await expect(table.insert({ ...name, row: 'other' }, long)).rejects.toThrow();
    await expect(table.upsert(name, long, 'merge')).rejects.toThrow();
    await expect(table.update(name, long, 'merge', etag)).rejects.toThrow();
    await expect(table.transact('long', [{ kind: 'replace', row: 'r', columns: long }])).rejects.toThrow();
    expect((await stored(table, 'long', 'r')).etag).toBe(etag);
  });

  it('refuses more than 1 MiB in one entity', async () => {
    const table = useTable();
    const name = { partition: 'large', row: 'r' };
    await table.insert(name, { a: '1' });
    const large = Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`c${index}`, 'x'.repeat(32_000)]));
    await expect(table.upsert(name, large, 'merge')).rejects.toThrow();
    expect((await stored(table, 'large', 'r')).columns).toEqual({ a: '1' });
  });

  it.each([['a/b'], ['a\\b'], ['a#b'], ['a?b'], ['a\u0001b'], ['a\u0085b'], ['k'.repeat(513)]])(
    'refuses %j as a key',
    async (key) => {
      const table = useTable();
      await expect(table.insert({ partition: 'keys', row: key }, { a: '1' })).rejects.toThrow();
      await expect(table.insert({ partition: key, row: 'r' }, { a: '1' })).rejects.toThrow();
    },
  );
}
