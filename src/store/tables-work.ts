import { odata } from '@azure/data-tables';
import { z } from 'zod';
import { targetKeySchema } from '../domain/ids.ts';
import { type WorkRow, workPartition } from '../domain/work/work-row.ts';
import type { Swap, Versioned, WorkPatch, WorkRef, WorkTable } from '../ports/store.ts';
import type { OpenTable } from './table-connection.ts';
import { orAbsent, toInserted, toSwap } from './table-outcomes.ts';

/** What is owed, on Azure Tables: one row per owner, its ETag the version. */
export class TablesWork implements WorkTable {
  readonly #open: OpenTable;

  constructor(open: OpenTable) {
    this.#open = open;
  }

  async read(ref: WorkRef): Promise<Versioned<WorkRow> | undefined> {
    const table = await this.#open();
    const { partitionKey, rowKey } = nameOf(ref);
    const entity = await orAbsent(table.getEntity(partitionKey, rowKey));
    return entity === undefined ? undefined : { value: readRow(entity), etag: entity.etag };
  }

  async upsert(ref: WorkRef, patch: WorkPatch): Promise<void> {
    const table = await this.#open();
    await table.upsertEntity({ ...patch, ...nameOf(ref) }, 'Merge');
  }

  async insert(row: WorkRow): Promise<'inserted' | 'exists'> {
    const table = await this.#open();
    const { kind, key, ...columns } = row;
    return toInserted(table.createEntity({ ...columns, ...nameOf({ kind, key }) }));
  }

  async merge(ref: WorkRef, patch: WorkPatch, etag: string): Promise<Swap> {
    const table = await this.#open();
    return toSwap(table.updateEntity({ ...patch, ...nameOf(ref) }, 'Merge', { etag }), etag);
  }

  async delete(ref: WorkRef, etag: string): Promise<Swap> {
    const table = await this.#open();
    const { partitionKey, rowKey } = nameOf(ref);
    return toSwap(table.deleteEntity(partitionKey, rowKey, { etag }), etag);
  }

  async listDue(partition: string, dueAt: string): Promise<readonly Versioned<WorkRow>[]> {
    const table = await this.#open();
    const filter = odata`PartitionKey eq ${partition} and dueAt le ${dueAt}`;
    const rows: Versioned<WorkRow>[] = [];
    for await (const entity of table.listEntities({ queryOptions: { filter } })) {
      rows.push({ value: readRow(entity), etag: entity.etag });
    }
    return rows;
  }

  async listAll(): Promise<readonly WorkRow[]> {
    const table = await this.#open();
    const rows: WorkRow[] = [];
    for await (const entity of table.listEntities()) rows.push(readRow(entity));
    return rows;
  }
}

function nameOf({ kind, key }: WorkRef): { partitionKey: string; rowKey: string } {
  return { partitionKey: workPartition(kind, key), rowKey: key };
}

const workRow = z.object({
  partitionKey: z.string(),
  rowKey: targetKeySchema,
  resourceId: z.string().default(''),
  subscription: z.string().default(''),
  dueAt: z.string().default(''),
  leaseUntil: z.string().default(''),
  starts: z.number().default(0),
  stamp: z.string().default(''),
  reason: z.string().default(''),
});

function readRow(entity: unknown): WorkRow {
  const { partitionKey, rowKey, ...columns } = workRow.parse(entity);
  return { ...columns, kind: z.enum(['machine']).parse(partitionKey.split('|')[0]), key: rowKey };
}
