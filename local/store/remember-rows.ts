import type { Entity } from '../../src/store/entity-table.ts';
import type { TableShape } from '../../src/store/table-shape.ts';

/**
 * The same shape for tables in memory, which give back what they hold as it is: nothing is parsed twice, and nothing
 * at all whose columns were made from a row here. A row that was cut to fit reads back shorter, so it is parsed.
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
