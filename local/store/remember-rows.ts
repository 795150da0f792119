import type { Entity } from '../../src/store/entity-table.ts';
import type { TableShape } from '../../src/store/table-shape.ts';

/**
 * The same shape for tables in memory, which give back the very columns that they were given. Columns that were made
 * here from a row give that row again, without parsing. All others are parsed once, also those of a row that was cut to
 * fit, since it reads back shorter.
 */
export function rememberRows<Key, Row>(shape: TableShape<Key, Row>): TableShape<Key, Row> {
  const written = new WeakMap<object, Row>();
  const read = new WeakMap<Entity, Row>();
  return {
    ...shape,
    toColumns: (row) => {
      const made = shape.toColumns(row);
      if (made.isWhole) written.set(made.columns, row);
      return made;
    },
    toRow: (entity) => {
      const found = written.get(entity.columns) ?? read.get(entity);
      if (found !== undefined) return found;
      const row = shape.toRow(entity);
      read.set(entity, row);
      return row;
    },
  };
}
