import { odata, type TableClient, type TableEntityResult, type TransactionAction } from '@azure/data-tables';
import type { Swap } from '../ports/store.ts';
import {
  type Columns,
  type Condition,
  type Entity,
  type EntityChange,
  type EntityName,
  type EntityQuery,
  type EntityTable,
  mostInTransaction,
  type WriteMode,
} from './entity-table.ts';
import { orAbsent, toInserted, toSwap } from './table-outcomes.ts';

/** A client whose table exists. */
type OpenTable = () => Promise<TableClient>;

const modes = { merge: 'Merge', replace: 'Replace' } as const;
/** What the SDK puts beside the columns. */
const notColumns: ReadonlySet<string> = new Set(['partitionKey', 'rowKey', 'etag', 'timestamp', 'odata.metadata']);

/** A table of Azure Tables, or of Azurite. */
export class AzureEntityTable implements EntityTable {
  readonly #open: OpenTable;

  constructor(open: OpenTable) {
    this.#open = open;
  }

  async read({ partition, row }: EntityName): Promise<Entity | undefined> {
    const table = await this.#open();
    const found = await orAbsent(table.getEntity(partition, row));
    return found === undefined ? undefined : toEntity({ ...found, partitionKey: partition, rowKey: row });
  }

  async insert(name: EntityName, columns: Columns): Promise<'inserted' | 'exists'> {
    const table = await this.#open();
    return toInserted(table.createEntity(toSdk(name, columns)));
  }

  async upsert(name: EntityName, columns: Columns, mode: WriteMode): Promise<void> {
    const table = await this.#open();
    await table.upsertEntity(toSdk(name, columns), modes[mode]);
  }

  async update(name: EntityName, columns: Columns, mode: WriteMode, etag: string): Promise<Swap> {
    const table = await this.#open();
    return toSwap(table.updateEntity(toSdk(name, columns), modes[mode], { etag }), etag);
  }

  async delete({ partition, row }: EntityName, etag: string): Promise<Swap> {
    const table = await this.#open();
    return toSwap(table.deleteEntity(partition, row, { etag }), etag);
  }

  async *pages({ where = [], select, pageSize }: EntityQuery): AsyncGenerator<readonly Entity[], void, void> {
    const table = await this.#open();
    const filter = toFilter(where);
    const queryOptions = {
      ...(filter === undefined ? {} : { filter }),
      ...(select === undefined ? {} : { select: ['PartitionKey', 'RowKey', ...select] }),
    };
    const pages = table
      .listEntities({ queryOptions })
      .byPage(pageSize === undefined ? {} : { maxPageSize: Math.min(pageSize, 1_000) });
    for await (const page of pages) yield page.map(toEntity);
  }

  async transact(partition: string, changes: readonly EntityChange[]): Promise<'done' | 'absent'> {
    if (changes.length === 0) return 'done';
    // Azurite takes more.
    if (changes.length > mostInTransaction)
      throw new Error(`${changes.length} changes are too many for a transaction.`);
    const table = await this.#open();
    const answer = await orAbsent(table.submitTransaction(changes.map((change) => toAction(partition, change))));
    return answer === undefined ? 'absent' : 'done';
  }
}

function toAction(partition: string, change: EntityChange): TransactionAction {
  const { row } = change;
  return change.kind === 'delete'
    ? ['delete', { partitionKey: partition, rowKey: row }]
    : ['upsert', toSdk({ partition, row }, change.columns), 'Replace'];
}

function toSdk({ partition, row }: EntityName, columns: Columns): Columns & { partitionKey: string; rowKey: string } {
  return { ...columns, partitionKey: partition, rowKey: row };
}

function toEntity(found: TableEntityResult<object>): Entity {
  const columns = Object.entries(found).filter(([name, value]) => !notColumns.has(name) && value !== null);
  return {
    partition: found.partitionKey ?? '',
    row: found.rowKey ?? '',
    columns: Object.fromEntries(columns),
    etag: found.etag,
  };
}

/** The conditions as an OData filter, texts quoted; undefined for none. */
function toFilter(conditions: readonly Condition[]): string | undefined {
  if (conditions.length === 0) return undefined;
  // The space stands inside: without anything before it, `odata` does not quote a text.
  return conditions.map(({ column, is, value }) => `${column} ${is}${odata` ${value}`}`).join(' and ');
}
