import type { Swap } from '../../src/ports/store.ts';
import type {
  Columns,
  Condition,
  Entity,
  EntityChange,
  EntityName,
  EntityQuery,
  EntityTable,
  WriteMode,
} from '../../src/store/entity-table.ts';
import { checkEntity, checkTransaction } from './entity-limits.ts';
import type { NextEtag } from './etags.ts';
import { fits } from './fits.ts';
import { SortedKeys } from './sorted-keys.ts';

interface Stored extends Entity {
  readonly columns: Columns;
}

interface Partition {
  readonly rows: Map<string, Stored>;
  readonly order: SortedKeys<string>;
}

const mostInPage = 1_000;

/**
 * A table in memory that answers as Azure does. It gives back the very columns that were written, when nothing else
 * is stored beside them: whoever wrote them can know them again.
 */
export class MemoryEntityTable implements EntityTable {
  readonly #partitions = new Map<string, Partition>();
  readonly #order = new SortedKeys<string>();
  readonly #nextEtag: NextEtag;

  constructor(nextEtag: NextEtag) {
    this.#nextEtag = nextEtag;
  }

  async read(name: EntityName): Promise<Entity | undefined> {
    return this.#stored(name);
  }

  async insert(name: EntityName, columns: Columns): Promise<'inserted' | 'exists'> {
    checkEntity(name, columns);
    if (this.#stored(name) !== undefined) return 'exists';
    this.#write(name, columns);
    return 'inserted';
  }

  async upsert(name: EntityName, columns: Columns, mode: WriteMode): Promise<void> {
    this.#write(name, this.#next(name, columns, mode));
  }

  async update(name: EntityName, columns: Columns, mode: WriteMode, etag: string): Promise<Swap> {
    const next = this.#next(name, columns, mode);
    return this.#refuse(name, etag) ?? { kind: 'done', etag: this.#write(name, next) };
  }

  async delete(name: EntityName, etag: string): Promise<Swap> {
    const refusal = this.#refuse(name, etag);
    if (refusal !== undefined) return refusal;
    this.#remove(name);
    return { kind: 'done', etag };
  }

  async *pages(query: EntityQuery): AsyncGenerator<readonly Entity[], void, void> {
    const most = Math.min(query.pageSize ?? mostInPage, mostInPage);
    let after: EntityName | undefined;
    for (;;) {
      const page = this.#page(query, after, most);
      yield page;
      after = page.at(-1);
      if (after === undefined || page.length < most) return;
    }
  }

  async transact(partition: string, changes: readonly EntityChange[]): Promise<'done' | 'absent'> {
    checkTransaction(changes.map(({ row }) => row));
    for (const change of changes) {
      if (change.kind === 'replace') checkEntity({ partition, row: change.row }, change.columns);
      else if (this.#stored({ partition, row: change.row }) === undefined) return 'absent';
    }
    for (const change of changes) {
      if (change.kind === 'replace') this.#write({ partition, row: change.row }, change.columns);
      else this.#remove({ partition, row: change.row });
    }
    return 'done';
  }

  #page(query: EntityQuery, after: EntityName | undefined, most: number): readonly Entity[] {
    const page: Entity[] = [];
    for (const entity of this.#from(query.where ?? [], after)) {
      if (!fits(entity, query.where ?? [])) continue;
      page.push(query.select === undefined ? entity : { ...entity, columns: pick(entity.columns, query.select) });
      if (page.length === most) break;
    }
    return page;
  }

  /** In order; starts where the conditions on the keys allow it to. */
  *#from(where: readonly Condition[], after: EntityName | undefined): Generator<Stored> {
    const only = where.find(({ column, is }) => column === 'PartitionKey' && is === 'eq')?.value;
    const behind = where.find(({ column, is }) => column === 'RowKey' && is === 'gt')?.value;
    const names = typeof only === 'string' ? [only] : [...this.#order.behind()];
    for (const name of names) {
      const partition = this.#partitions.get(name);
      if (partition === undefined || (after !== undefined && name < after.partition)) continue;
      const start = name === after?.partition ? after.row : behind;
      for (const row of partition.order.behind(typeof start === 'string' ? start : undefined)) {
        const entity = partition.rows.get(row);
        if (entity !== undefined) yield entity;
      }
    }
  }

  #stored({ partition, row }: EntityName): Stored | undefined {
    return this.#partitions.get(partition)?.rows.get(row);
  }

  #refuse(name: EntityName, etag: string): Swap | undefined {
    const stored = this.#stored(name);
    if (stored === undefined) return { kind: 'absent' };
    return etag === '*' || stored.etag === etag ? undefined : { kind: 'conflict' };
  }

  /** The columns after a write; throws when Azure would not store them. */
  #next(name: EntityName, columns: Columns, mode: WriteMode): Columns {
    const before = mode === 'merge' ? this.#stored(name)?.columns : undefined;
    const next = before === undefined || covers(columns, before) ? columns : { ...before, ...columns };
    checkEntity(name, next);
    return next;
  }

  #write({ partition, row }: EntityName, columns: Columns): string {
    const { rows, order } = this.#partition(partition);
    const etag = this.#nextEtag();
    if (!rows.has(row)) order.add(row);
    rows.set(row, { partition, row, columns, etag });
    return etag;
  }

  #remove({ partition, row }: EntityName): void {
    const found = this.#partition(partition);
    found.rows.delete(row);
    found.order.delete(row);
  }

  #partition(name: string): Partition {
    const found = this.#partitions.get(name);
    if (found !== undefined) return found;
    const made = { rows: new Map<string, Stored>(), order: new SortedKeys<string>() };
    this.#partitions.set(name, made);
    this.#order.add(name);
    return made;
  }
}

function covers(columns: Columns, stored: Columns): boolean {
  for (const name in stored) if (!(name in columns)) return false;
  return true;
}

function pick(columns: Columns, names: readonly string[]): Columns {
  const picked: Record<string, Columns[string]> = {};
  for (const name of names) {
    const value = columns[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
