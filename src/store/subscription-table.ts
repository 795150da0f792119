import type { TargetKey } from '../domain/ids.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { ListedSubscriptions, SubscriptionTable, UnreadableRow } from '../ports/store.ts';
import { type Entity, type EntityTable, inPartition } from './entity-table.ts';
import { createRowTable } from './row-table.ts';
import type { TableShape } from './table-shape.ts';
import { readInto } from './unreadable-row.ts';

/** Subscriptions: their rows, and all of them at once. */
export function createSubscriptionTable(
  table: EntityTable,
  shape: TableShape<TargetKey, SubscriptionRecord>,
): SubscriptionTable {
  const rows = createRowTable(table, shape);
  const list = async (mayBeMeant: (entity: Entity) => boolean): Promise<ListedSubscriptions> => {
    const records: SubscriptionRecord[] = [];
    const unreadable: UnreadableRow[] = [];
    for await (const page of table.pages({ where: [inPartition('-')] })) {
      for (const entity of page.filter(mayBeMeant)) readInto(records, unreadable, entity, shape.toRow);
    }
    return { records, unreadable };
  };
  return {
    ...rows,
    readRecent: async (key) => (await rows.read(key))?.value,
    listAll: () => list(() => true),
    listNamed: async (name) => {
      const wanted = name.toLowerCase();
      const { records, unreadable } = await list(({ columns }) => mayBeNamed(columns, wanted));
      return { records: records.filter((record) => record.name.toLowerCase() === wanted), unreadable };
    },
  };
}

/** The name stands beside the body; a row without it may have any. */
function mayBeNamed({ name }: Entity['columns'], wanted: string): boolean {
  return typeof name !== 'string' || name.toLowerCase() === wanted;
}
