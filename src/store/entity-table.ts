import type { Swap } from '../ports/store.ts';

/** Partition and row key of an entity. Neither may hold `/ \ # ?` or a control character. */
export interface EntityName {
  readonly partition: string;
  readonly row: string;
}

export type ColumnValue = string | number | boolean;
export type Columns = Readonly<Record<string, ColumnValue>>;

export interface Entity extends EntityName {
  /** What is stored, whoever wrote it: any release's columns, of any type. An empty column of Azure (null) is absent. */
  readonly columns: Readonly<Record<string, unknown>>;
  readonly etag: string;
}

export type Comparison = 'eq' | 'ge' | 'gt' | 'le' | 'lt';

/** `column` may also be `PartitionKey` or `RowKey`. Texts are compared by code units. */
export interface Condition {
  readonly column: string;
  readonly is: Comparison;
  readonly value: ColumnValue;
}

export interface EntityQuery {
  /** All must hold. An entity that lacks a column, or has another type in it, fits no condition on it. */
  readonly where?: readonly Condition[];
  /** Columns to bring; all without it. */
  readonly select?: readonly string[];
  /** 1 to 1,000, which is also what Azure gives without it. A page may hold fewer, also none. */
  readonly pageSize?: number;
}

export type EntityChange =
  | { readonly kind: 'replace'; readonly row: string; readonly columns: Columns }
  | { readonly kind: 'delete'; readonly row: string };

/**
 * `merge` keeps the stored columns that are not given, `replace` drops them.
 */
export type WriteMode = 'merge' | 'replace';

/** Azure takes this many changes in one transaction (Table service REST, "Performing entity group transactions"). */
export const mostInTransaction = 100;

/**
 * One table of entities: what Azure Tables offers, as far as it is used. Conflicts are values, everything else that
 * goes wrong is thrown. An entity that is too large or badly named is refused: a text of more than 32,768 characters, 1 MiB in
 * all, 252 columns (Table service REST, "Understanding the Table service data model").
 */
export interface EntityTable {
  read(name: EntityName): Promise<Entity | undefined>;
  insert(name: EntityName, columns: Columns): Promise<'inserted' | 'exists'>;
  /** Writes whatever is there, and makes it when nothing is. */
  upsert(name: EntityName, columns: Columns, mode: WriteMode): Promise<void>;
  /** Writes under If-Match. */
  update(name: EntityName, columns: Columns, mode: WriteMode, etag: string): Promise<Swap>;
  /** Deletes under If-Match; `*` takes any version. */
  delete(name: EntityName, etag: string): Promise<Swap>;
  /** Entities in order of partition and row key, page by page. */
  pages(query: EntityQuery): AsyncIterable<readonly Entity[]>;
  /**
   * All changes of one partition or none, 100 at most, each row once. `absent`: a row to delete is not there, and
   * nothing was changed.
   */
  transact(partition: string, changes: readonly EntityChange[]): Promise<'done' | 'absent'>;
}

export function inPartition(partition: string): Condition {
  return { column: 'PartitionKey', is: 'eq', value: partition };
}
