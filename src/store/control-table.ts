import { z } from 'zod';
import type { Control, ControlKind } from '../domain/controls/control.ts';
import { keyOf } from '../domain/ids.ts';
import type { ControlTable } from '../ports/store.ts';
import { type EntityTable, inPartition } from './entity-table.ts';
import type { TableShape } from './table-shape.ts';

interface ControlName {
  readonly kind: ControlKind;
  readonly scope: string;
}

const controlColumns = z.object({
  scope: z.string(),
  by: z.string(),
  at: z.string(),
  why: z.string(),
  planHash: z.string().default(''),
});

/** Arms and freezes: one partition per kind; a scope is one row without regard to case and to a trailing slash. */
export const controlShape: TableShape<ControlName, Control> = {
  table: 'controls',
  filters: [],
  nameOf: ({ kind, scope }) => ({ partition: kind, row: scope === '*' ? scope : keyOf(scope.replace(/\/+$/, '')) }),
  toColumns: (control) => ({ columns: { ...control, planHash: control.planHash ?? '' }, isWhole: true }),
  toRow: ({ columns }) => {
    const { planHash, ...control } = controlColumns.parse(columns);
    return { ...control, planHash: planHash === '' ? undefined : planHash };
  },
};

export function createControlTable(
  table: EntityTable,
  { nameOf, toColumns, toRow }: TableShape<ControlName, Control>,
): ControlTable {
  return {
    list: async (kind) => {
      const controls: Control[] = [];
      for await (const page of table.pages({ where: [inPartition(kind)] })) controls.push(...page.map(toRow));
      return controls;
    },
    // A new word of somebody: nothing of the one before it stays.
    put: (kind, control) => table.upsert(nameOf({ kind, scope: control.scope }), toColumns(control).columns, 'replace'),
    delete: async (kind, scope) => (await table.delete(nameOf({ kind, scope }), '*')).kind === 'done',
  };
}
