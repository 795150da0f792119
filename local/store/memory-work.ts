import type { TargetKey } from '../../src/domain/ids.ts';
import { type WorkRow, workPartition } from '../../src/domain/work/work-row.ts';
import type { Swap, Versioned, WorkPatch, WorkRef, WorkTable } from '../../src/ports/store.ts';
import type { NextEtag } from './etags.ts';
import { SortedKeys } from './sorted-keys.ts';

interface Partition {
  readonly rows: Map<TargetKey, Versioned<WorkRow>>;
  readonly order: SortedKeys<TargetKey>;
}

/** What is owed, in memory. */
export class MemoryWork implements WorkTable {
  readonly #partitions = new Map<string, Partition>();
  readonly #nextEtag: NextEtag;

  constructor(nextEtag: NextEtag) {
    this.#nextEtag = nextEtag;
  }

  async read(ref: WorkRef): Promise<Versioned<WorkRow> | undefined> {
    return this.#stored(ref);
  }

  async upsert(ref: WorkRef, patch: WorkPatch): Promise<void> {
    this.#write({ ...(this.#stored(ref)?.value ?? emptyRow(ref)), ...patch });
  }

  async insert(row: WorkRow): Promise<'inserted' | 'exists'> {
    if (this.#stored(row) !== undefined) return 'exists';
    this.#write(row);
    return 'inserted';
  }

  async merge(ref: WorkRef, patch: WorkPatch, etag: string): Promise<Swap> {
    const stored = this.#stored(ref);
    if (stored === undefined) return { kind: 'absent' };
    if (stored.etag !== etag) return { kind: 'conflict' };
    return { kind: 'done', etag: this.#write({ ...stored.value, ...patch }) };
  }

  async delete(ref: WorkRef, etag: string): Promise<Swap> {
    const stored = this.#stored(ref);
    if (stored === undefined) return { kind: 'absent' };
    if (stored.etag !== etag) return { kind: 'conflict' };
    const partition = this.#partition(ref);
    partition.rows.delete(ref.key);
    partition.order.delete(ref.key);
    return { kind: 'done', etag };
  }

  async listDue(partition: string, dueAt: string): Promise<readonly Versioned<WorkRow>[]> {
    const found = this.#partitions.get(partition);
    return found === undefined ? [] : [...ordered(found)].filter(({ value }) => value.dueAt <= dueAt);
  }

  async listAll(): Promise<readonly WorkRow[]> {
    const names = [...this.#partitions.keys()].sort();
    return names.flatMap((name) => [...ordered(this.#named(name))].map(({ value }) => value));
  }

  #stored(ref: WorkRef): Versioned<WorkRow> | undefined {
    return this.#partition(ref).rows.get(ref.key);
  }

  #write(row: WorkRow): string {
    const partition = this.#partition(row);
    const etag = this.#nextEtag();
    if (!partition.rows.has(row.key)) partition.order.add(row.key);
    partition.rows.set(row.key, { value: row, etag });
    return etag;
  }

  #partition(ref: WorkRef): Partition {
    return this.#named(workPartition(ref.kind, ref.key));
  }

  #named(name: string): Partition {
    const found = this.#partitions.get(name);
    if (found !== undefined) return found;
    const made = { rows: new Map<TargetKey, Versioned<WorkRow>>(), order: new SortedKeys<TargetKey>() };
    this.#partitions.set(name, made);
    return made;
  }
}

function* ordered(partition: Partition): Generator<Versioned<WorkRow>> {
  for (const key of partition.order.behind()) {
    const row = partition.rows.get(key);
    if (row !== undefined) yield row;
  }
}

/** What a column reads as where it was never written. */
function emptyRow(ref: WorkRef): WorkRow {
  return { ...ref, resourceId: '', subscription: '', dueAt: '', leaseUntil: '', starts: 0, stamp: '', reason: '' };
}
