import { odata, type TableClient, type TransactionAction } from '@azure/data-tables';
import { z } from 'zod';
import type { TargetKey } from '../domain/ids.ts';
import type { TimelineEntry } from '../domain/machine/machine-record.ts';
import type { TimelineTable } from '../ports/store.ts';
import { parseTimelineEntry, toStoredEntry } from './record-schema.ts';
import type { OpenTable } from './table-connection.ts';
import { orAbsent } from './table-outcomes.ts';
import { keptTimelineEntries, timelineNames } from './timeline-name.ts';

/** Azure Tables takes this many rows in one transaction. */
const mostInTransaction = 100;
/** A longer text would not fit a column together with the rest. */
const mostText = 8_000;
const mostDeletes = 5;

/** What happened, on Azure Tables: one partition per machine, row keys ascending from the newest. */
export class TablesTimeline implements TimelineTable {
  readonly #open: OpenTable;

  constructor(open: OpenTable) {
    this.#open = open;
  }

  async append(key: TargetKey, entries: readonly TimelineEntry[]): Promise<void> {
    const table = await this.#open();
    const names = timelineNames(entries);
    const actions = entries.map((entry, index): TransactionAction => {
      const stored = toStoredEntry({ ...entry, text: entry.text.slice(0, mostText) });
      return ['upsert', { partitionKey: key, rowKey: names[index] ?? '', body: JSON.stringify(stored) }, 'Replace'];
    });
    await submit(table, actions);
    if (names.some(isPruneTurn)) await prune(table, key);
  }

  async recent(key: TargetKey, limit: number): Promise<readonly TimelineEntry[]> {
    const table = await this.#open();
    const most = Math.min(limit, keptTimelineEntries);
    const entries: TimelineEntry[] = [];
    const pages = table.listEntities({ queryOptions: { filter: odata`PartitionKey eq ${key}` } });
    for await (const page of pages.byPage({ maxPageSize: most })) {
      for (const entity of page) {
        if (entries.length < most) entries.push(parseTimelineEntry(JSON.parse(z.string().parse(entity.body))));
      }
      if (entries.length >= most) break;
    }
    return entries;
  }

  async deleteAll(key: TargetKey): Promise<void> {
    const table = await this.#open();
    for (let attempt = 0; attempt < mostDeletes; attempt++) {
      const names = await listNames(table, key);
      if (names.length === 0) return;
      await deleteRows(table, key, names);
    }
  }
}

/**
 * Old rows are looked for after one append in sixteen, chosen by the hash that ends the name: a query after each
 * would double the cost of the timeline.
 */
function isPruneTurn(name: string): boolean {
  return name.endsWith('0');
}

async function prune(table: TableClient, key: TargetKey): Promise<void> {
  await deleteRows(table, key, (await listNames(table, key)).slice(keptTimelineEntries));
}

async function listNames(table: TableClient, key: TargetKey): Promise<readonly string[]> {
  const names: string[] = [];
  const filter = odata`PartitionKey eq ${key}`;
  for await (const entity of table.listEntities({ queryOptions: { filter, select: ['RowKey'] } })) {
    if (entity.rowKey !== undefined) names.push(entity.rowKey);
  }
  return names;
}

/** A row that another process has just deleted fails its whole transaction; what stays is found by the next listing. */
async function deleteRows(table: TableClient, key: TargetKey, names: readonly string[]): Promise<void> {
  for (let index = 0; index < names.length; index += mostInTransaction) {
    const actions = names
      .slice(index, index + mostInTransaction)
      .map((rowKey): TransactionAction => ['delete', { partitionKey: key, rowKey }]);
    await orAbsent(submit(table, actions));
  }
}

async function submit(table: TableClient, actions: readonly TransactionAction[]): Promise<void> {
  for (let index = 0; index < actions.length; index += mostInTransaction) {
    await table.submitTransaction(actions.slice(index, index + mostInTransaction));
  }
}
