import type { Comparison, Condition, Entity } from '../../src/store/entity-table.ts';

/** Whether a query finds the entity: every condition holds, which none does on an absent column or another type. */
export function fits(entity: Entity, where: readonly Condition[]): boolean {
  return where.every(({ column, is, value }) => {
    const stored = columnOf(entity, column);
    if (typeof stored === 'string' && typeof value === 'string') return holds[is](stored, value);
    if (typeof stored === 'number' && typeof value === 'number') return holds[is](stored, value);
    if (typeof stored === 'boolean' && typeof value === 'boolean') return holds[is](Number(stored), Number(value));
    return false;
  });
}

function columnOf(entity: Entity, column: string): unknown {
  if (column === 'PartitionKey') return entity.partition;
  return column === 'RowKey' ? entity.row : entity.columns[column];
}

const holds: Readonly<Record<Comparison, <Value extends string | number>(a: Value, b: Value) => boolean>> = {
  eq: (a, b) => a === b,
  ge: (a, b) => a >= b,
  gt: (a, b) => a > b,
  le: (a, b) => a <= b,
  lt: (a, b) => a < b,
};
