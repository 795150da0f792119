import { z } from 'zod';
import { targetKeySchema } from '../domain/ids.ts';
import type { SubscriptionStops } from '../domain/stops/scope-stop.ts';
import type { StopTable } from '../ports/store.ts';
import type { EntityTable } from './entity-table.ts';
import type { TableShape } from './table-shape.ts';

const text = z.string();
const denial = z.object({ key: targetKeySchema, resourceId: text, at: text, action: text, detail: text });
const trying = z.object({ key: targetKeySchema, at: text }).optional();
const stop = z.object({ scope: text, since: text, action: text, detail: text, tryAt: text, trying });
const lifted = z.object({ scope: text, at: text });

/** Scopes in which rights are missing. Never throws: an entry of another release or of damage is as if it was not there. */
export const stopShape: TableShape<string, SubscriptionStops> = {
  table: 'stops',
  filters: [],
  nameOf: (subscription) => ({ partition: '-', row: subscription.toLowerCase() }),
  toColumns: ({ denials, stops, lifted: ends }) => ({
    columns: { denials: JSON.stringify(denials), stops: JSON.stringify(stops), lifted: JSON.stringify(ends) },
    isWhole: true,
  }),
  toRow: ({ row, columns }) => ({
    subscription: row,
    denials: listOf(denial, columns.denials),
    stops: listOf(stop, columns.stops).map((one) => ({ ...one, trying: one.trying })),
    lifted: listOf(lifted, columns.lifted),
  }),
};

export function createStopTable(
  table: EntityTable,
  { nameOf, toColumns, toRow }: TableShape<string, SubscriptionStops>,
): StopTable {
  return {
    read: async (subscription) => {
      const entity = await table.read(nameOf(subscription));
      return entity === undefined ? undefined : { value: toRow(entity), etag: entity.etag };
    },
    insert: (row) => table.insert(nameOf(row.subscription), toColumns(row).columns),
    replace: (row, etag) => table.update(nameOf(row.subscription), toColumns(row).columns, 'merge', etag),
    list: async () => {
      const rows: SubscriptionStops[] = [];
      for await (const page of table.pages({})) rows.push(...page.map(toRow));
      return rows;
    },
  };
}

/** The entries that can be read, of a column that may hold anything. */
function listOf<T extends z.ZodType>(item: T, column: unknown): z.output<T>[] {
  return parseList(column).flatMap((entry) => {
    const parsed = item.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}

function parseList(column: unknown): readonly unknown[] {
  try {
    return z.array(z.unknown()).parse(JSON.parse(z.string().parse(column)));
  } catch {
    return [];
  }
}
