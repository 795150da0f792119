import type { Columns, Entity, EntityName } from './entity-table.ts';

/** What one table holds: how a row is named, and how it becomes columns and back. */
export interface TableShape<Key, Row> {
  readonly table: string;
  /** Columns that queries compare. Every row has them all, empty for none: a row that lacks one fits no query on it. */
  readonly filters: readonly string[];
  readonly nameOf: (key: Key) => EntityName;
  readonly toColumns: (row: Row) => WrittenRow;
  /** Throws for an entity that is no such row; takes columns that it does not know. */
  readonly toRow: (entity: Entity) => Row;
}

export interface WrittenRow {
  readonly columns: Columns;
  /** False where something was cut to fit, so that the row reads back shorter than it was. */
  readonly isWhole: boolean;
}
