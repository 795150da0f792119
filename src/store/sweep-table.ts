import type { SweepKind, SweepState } from '../domain/discovery/sweep-state.ts';
import type { SweepTable } from '../ports/store.ts';
import type { EntityTable } from './entity-table.ts';
import type { TableShape } from './table-shape.ts';

/** What is known of the runs: one row for each kind. */
export function createSweepTable(
  table: EntityTable,
  { nameOf, toColumns, toRow }: TableShape<SweepKind, SweepState>,
): SweepTable {
  return {
    read: async (kind) => {
      const entity = await table.read(nameOf(kind));
      return entity === undefined ? undefined : { value: toRow(entity), etag: entity.etag };
    },
    swap: async (state, etag) => {
      const { columns } = toColumns(state);
      const name = nameOf(state.kind);
      if (etag === undefined) return (await table.insert(name, columns)) === 'inserted';
      return (await table.update(name, columns, 'merge', etag)).kind === 'done';
    },
  };
}
