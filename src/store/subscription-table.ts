import type { TargetKey } from '../domain/ids.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { SubscriptionTable, UnreadableRow } from '../ports/store.ts';
import { type EntityTable, inPartition } from './entity-table.ts';
import { createRowTable } from './row-table.ts';
import type { TableShape } from './table-shape.ts';
import { readInto } from './unreadable-row.ts';

/** Subscriptions: their rows, and all of them at once. */
export function createSubscriptionTable(
  table: EntityTable,
  shape: TableShape<TargetKey, SubscriptionRecord>,
): SubscriptionTable {
  const rows = createRowTable(table, shape);
  return {
    ...rows,
    readRecent: async (key) => (await rows.read(key))?.value,
    listAll: async () => {
      const records: SubscriptionRecord[] = [];
      const unreadable: UnreadableRow[] = [];
      for await (const page of table.pages({ where: [inPartition('-')] })) {
        for (const entity of page) readInto(records, unreadable, entity, shape.toRow);
      }
      return { records, unreadable };
    },
  };
}
