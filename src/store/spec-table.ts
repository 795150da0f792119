import { z } from 'zod';
import type { Spec } from '../domain/fleet/spec.ts';
import type { SpecHash } from '../domain/ids.ts';
import type { SpecTable } from '../ports/store.ts';
import type { Entity, EntityTable } from './entity-table.ts';
import { isForeignSpec, parseSpec, toStoredSpec } from './spec-schema.ts';
import type { TableShape } from './table-shape.ts';

/** Specs by hash, never changed. */
export const specShape: TableShape<SpecHash, Spec> = {
  table: 'specs',
  filters: [],
  nameOf: (hash) => ({ partition: 'spec', row: hash }),
  toColumns: (spec) => ({ columns: { body: JSON.stringify(toStoredSpec(spec)) }, isWhole: true }),
  toRow: ({ columns }) => parseSpec(bodyOf(columns)),
};

function bodyOf({ body }: Entity['columns']): unknown {
  return JSON.parse(z.string().parse(body));
}

export function createSpecTable(
  table: EntityTable,
  { nameOf, toColumns, toRow }: TableShape<SpecHash, Spec>,
): SpecTable {
  return {
    read: async (hash) => {
      const entity = await table.read(nameOf(hash));
      if (entity === undefined) return undefined;
      return isForeignSpec(bodyOf(entity.columns)) ? 'foreign' : toRow(entity);
    },
    put: async (hash, spec) => {
      await table.insert(nameOf(hash), toColumns(spec).columns);
    },
  };
}
