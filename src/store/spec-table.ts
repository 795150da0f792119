import { z } from 'zod';
import type { Spec } from '../domain/fleet/spec.ts';
import type { SpecHash } from '../domain/ids.ts';
import type { SpecTable } from '../ports/store.ts';
import type { EntityTable } from './entity-table.ts';
import { parseSpec, toStoredSpec } from './spec-schema.ts';
import type { TableShape } from './table-shape.ts';

/** Specs by hash, never changed. */
export const specShape: TableShape<SpecHash, Spec> = {
  table: 'specs',
  filters: [],
  nameOf: (hash) => ({ partition: 'spec', row: hash }),
  toColumns: (spec) => ({ columns: { body: JSON.stringify(toStoredSpec(spec)) }, isWhole: true }),
  toRow: ({ columns }) => parseSpec(JSON.parse(z.string().parse(columns.body))),
};

export function createSpecTable(
  table: EntityTable,
  { nameOf, toColumns, toRow }: TableShape<SpecHash, Spec>,
): SpecTable {
  return {
    read: async (hash) => {
      const entity = await table.read(nameOf(hash));
      return entity === undefined ? undefined : toRow(entity);
    },
    put: async (hash, spec) => {
      await table.insert(nameOf(hash), toColumns(spec).columns);
    },
  };
}
