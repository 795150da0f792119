import type { TargetKey } from '../../src/domain/ids.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import type { MachineQuery, MachineSummary, MachineTable, Swap, Versioned } from '../../src/ports/store.ts';
import type { NextEtag } from './etags.ts';
import { SortedKeys } from './sorted-keys.ts';

const exactColumns = ['status', 'code', 'kind', 'os', 'profile'] as const;

/** Machines in memory. */
export class MemoryMachines implements MachineTable {
  readonly #rows = new Map<TargetKey, Versioned<MachineRecord>>();
  readonly #order = new SortedKeys<TargetKey>();
  readonly #nextEtag: NextEtag;

  constructor(nextEtag: NextEtag) {
    this.#nextEtag = nextEtag;
  }

  async read(key: TargetKey): Promise<Versioned<MachineRecord> | undefined> {
    return this.#rows.get(key);
  }

  async insert(record: MachineRecord): Promise<'inserted' | 'exists'> {
    if (this.#rows.has(record.key)) return 'exists';
    this.#order.add(record.key);
    this.#rows.set(record.key, { value: record, etag: this.#nextEtag() });
    return 'inserted';
  }

  async replace(record: MachineRecord, etag: string): Promise<Swap> {
    const refusal = this.#refuse(record.key, etag);
    if (refusal !== undefined) return refusal;
    const next = { value: record, etag: this.#nextEtag() };
    this.#rows.set(record.key, next);
    return { kind: 'done', etag: next.etag };
  }

  async delete(key: TargetKey, etag: string): Promise<Swap> {
    const refusal = this.#refuse(key, etag);
    if (refusal !== undefined) return refusal;
    this.#rows.delete(key);
    this.#order.delete(key);
    return { kind: 'done', etag };
  }

  async list(query: MachineQuery): Promise<{ records: readonly MachineRecord[]; next: TargetKey | undefined }> {
    const records: MachineRecord[] = [];
    for (const key of this.#order.behind(query.after)) {
      const record = this.#rows.get(key)?.value;
      if (record === undefined || !matches(record, query)) continue;
      if (records.length === query.limit) return { records, next: records.at(-1)?.key };
      records.push(record);
    }
    return { records, next: undefined };
  }

  async summarize(): Promise<readonly MachineSummary[]> {
    return [...this.#rows.values()].map(({ value }) => ({
      key: value.key,
      status: value.status,
      code: value.code,
      kind: value.kind,
      os: value.os,
      subscription: value.subscription,
      profile: value.profile,
      findings: Object.fromEntries(Object.entries(value.findings).map(([service, finding]) => [service, finding.kind])),
    }));
  }

  #refuse(key: TargetKey, etag: string): Swap | undefined {
    const stored = this.#rows.get(key);
    if (stored === undefined) return { kind: 'absent' };
    return stored.etag === etag ? undefined : { kind: 'conflict' };
  }
}

function matches(record: MachineRecord, query: MachineQuery): boolean {
  const { subscription, name } = query;
  return (
    exactColumns.every((column) => query[column] === undefined || record[column] === query[column]) &&
    (subscription === undefined || record.subscription === subscription.toLowerCase()) &&
    (name === undefined || record.name.toLowerCase() === name.toLowerCase())
  );
}
