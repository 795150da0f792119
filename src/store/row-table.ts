import type { TargetKey } from '../domain/ids.ts';
import type { RowTable } from '../ports/store.ts';
import type { EntityTable } from './entity-table.ts';
import type { TableShape } from './table-shape.ts';

/** Rows of one kind of target: all that a kind brings is its shape. */
export function createRowTable<Row extends { readonly key: TargetKey }>(
  table: EntityTable,
  { nameOf, toColumns, toRow }: TableShape<TargetKey, Row>,
): RowTable<Row> {
  return {
    read: async (key) => {
      const entity = await table.read(nameOf(key));
      return entity === undefined ? undefined : { value: toRow(entity), etag: entity.etag };
    },
    insert: (row) => table.insert(nameOf(row.key), toColumns(row).columns),
    // Columns that this release does not know belong to a later one and stay; each of ours is written, so none is stale.
    replace: (row, etag) => table.update(nameOf(row.key), toColumns(row).columns, 'merge', etag),
    delete: (key, etag) => table.delete(nameOf(key), etag),
  };
}

/** Partition and row key of a target: 16 ranges that can be read in parallel. */
export function nameOfTarget(key: TargetKey): { readonly partition: string; readonly row: string } {
  return { partition: key.slice(0, 1), row: key };
}
