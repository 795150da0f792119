import type { WorkRow } from '../domain/work/work-row.ts';
import type { ForeignWorkRow, Versioned, WorkRef, WorkTable } from '../ports/store.ts';
import { type EntityTable, inPartition } from './entity-table.ts';
import type { TableShape } from './table-shape.ts';
import { isOwnWork } from './work-shape.ts';

/** What is owed: one row per target, its ETag the version. */
export function createWorkTable(
  table: EntityTable,
  { nameOf, toColumns, toRow }: TableShape<WorkRef, WorkRow | ForeignWorkRow>,
): WorkTable {
  return {
    read: async ({ kind, key }) => {
      const entity = await table.read(nameOf({ kind, key }));
      return entity === undefined ? undefined : { value: { ...toRow(entity), kind, key }, etag: entity.etag };
    },
    upsert: (ref, patch) => table.upsert(nameOf(ref), patch, 'merge'),
    insert: (row) => table.insert(nameOf(row), toColumns(row).columns),
    merge: (ref, patch, etag) => table.update(nameOf(ref), patch, 'merge', etag),
    delete: (ref, etag) => table.delete(nameOf(ref), etag),
    listDue: async (partition, dueAt) => {
      const where = [inPartition(partition), { column: 'dueAt', is: 'le', value: dueAt } as const];
      const due: Versioned<WorkRow>[] = [];
      for await (const page of table.pages({ where })) {
        for (const entity of page) {
          const value = toRow(entity);
          if (isOwnWork(value)) due.push({ value, etag: entity.etag });
        }
      }
      return due;
    },
    listAll: async () => {
      const rows: (WorkRow | ForeignWorkRow)[] = [];
      for await (const page of table.pages({})) rows.push(...page.map(toRow));
      return rows;
    },
  };
}
