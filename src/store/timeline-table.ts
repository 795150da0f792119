import type { TargetKey } from '../domain/ids.ts';
import type { TimelineEntry } from '../domain/machine/machine-record.ts';
import type { TimelineTable } from '../ports/store.ts';
import { type EntityChange, type EntityTable, inPartition, mostInTransaction } from './entity-table.ts';
import type { TableShape } from './table-shape.ts';
import { keptTimelineEntries, timelineNames } from './timeline-name.ts';

const mostDeletes = 5;

/** What happened, appended in transactions and bounded from time to time. */
export function createTimelineTable(
  table: EntityTable,
  { toColumns, toRow }: TableShape<{ readonly target: TargetKey; readonly name: string }, TimelineEntry>,
): TimelineTable {
  return {
    append: async (key, entries) => {
      const names = timelineNames(entries);
      const changes = entries.map((entry, index): EntityChange => {
        return { kind: 'replace', row: names[index] ?? '', columns: toColumns(entry).columns };
      });
      await transact(table, key, changes);
      if (names.some(isPruneTurn))
        await deleteRows(table, key, (await listNames(table, key)).slice(keptTimelineEntries));
    },
    recent: async (key, limit) => {
      const most = Math.min(limit, keptTimelineEntries);
      const entries: TimelineEntry[] = [];
      for await (const page of table.pages({ where: [inPartition(key)], pageSize: most })) {
        entries.push(...page.slice(0, most - entries.length).map(toRow));
        if (entries.length >= most) break;
      }
      return entries;
    },
    deleteAll: async (key) => {
      for (let attempt = 0; attempt < mostDeletes; attempt++) {
        const names = await listNames(table, key);
        if (names.length === 0) return;
        await deleteRows(table, key, names);
      }
    },
  };
}

/**
 * Old rows are looked for after one append in sixteen, chosen by the hash that ends the name: a query after each
 * would double the cost of the timeline.
 */
function isPruneTurn(name: string): boolean {
  return name.endsWith('0');
}

async function listNames(table: EntityTable, key: TargetKey): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of table.pages({ where: [inPartition(key)], select: [] })) {
    names.push(...page.map(({ row }) => row));
  }
  return names;
}

/** A row that another process has just deleted fails its whole transaction; what stays is found by the next listing. */
async function deleteRows(table: EntityTable, key: TargetKey, names: readonly string[]): Promise<void> {
  await transact(
    table,
    key,
    names.map((row) => ({ kind: 'delete', row })),
  );
}

async function transact(table: EntityTable, key: TargetKey, changes: readonly EntityChange[]): Promise<void> {
  for (let index = 0; index < changes.length; index += mostInTransaction) {
    await table.transact(key, changes.slice(index, index + mostInTransaction));
  }
}
