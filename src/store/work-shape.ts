import { z } from 'zod';
import { targetKeySchema } from '../domain/ids.ts';
import { type WorkRow, workKinds, workPartition } from '../domain/work/work-row.ts';
import type { ForeignWorkRow, WorkRef } from '../ports/store.ts';
import type { Entity } from './entity-table.ts';
import type { TableShape } from './table-shape.ts';

/** What another release stored, or damage did, must not keep a partition waiting: it reads as never written. */
const text = z.string().default('').catch('');

const workColumns = z.object({
  resourceId: text,
  subscription: text,
  dueAt: text,
  leaseUntil: text,
  starts: z.number().default(0).catch(0),
  stamp: text,
  reason: text,
  load: z.number().int().positive().optional().catch(undefined),
});

/** What is owed: one row per target, in 16 partitions for each kind, which stands before the bar. */
export const workShape: TableShape<WorkRef, WorkRow | ForeignWorkRow> = {
  table: 'work',
  filters: ['dueAt'],
  nameOf: ({ kind, key }) => ({ partition: workPartition(kind, key), row: key }),
  toColumns: ({ kind: _kind, key: _key, ...columns }) => ({ columns, isWhole: true }),
  toRow: ({ partition, row, columns }: Entity) => {
    const { load, ...rest } = workColumns.parse(columns);
    return {
      ...rest,
      ...(load === undefined ? {} : { load }),
      kind: partition.slice(0, Math.max(0, partition.indexOf('|'))),
      key: row,
    };
  },
};

/** A row that this release has work for. */
export function isOwnWork(row: WorkRow | ForeignWorkRow): row is WorkRow {
  return workKinds.some((kind) => kind === row.kind) && targetKeySchema.safeParse(row.key).success;
}
