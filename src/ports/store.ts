import type { Control, ControlKind } from '../domain/controls/control.ts';
import type { Spec } from '../domain/fleet/spec.ts';
import type { SpecHash, TargetKey } from '../domain/ids.ts';
import type { MachineRecord, TimelineEntry } from '../domain/machine/machine-record.ts';
import type { WorkKind, WorkRow } from '../domain/work/work-row.ts';

export interface Versioned<T> {
  readonly value: T;
  readonly etag: string;
}

/** The outcome of a write under If-Match. */
export type Swap =
  | { readonly kind: 'done'; readonly etag: string }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'absent' };

/**
 * Conflicts are values; whatever else goes wrong (no answer, no right, a row that cannot be read) is thrown.
 * An operation that was thrown may still have taken effect.
 */
export interface StorePort {
  readonly machines: MachineTable;
  readonly work: WorkTable;
  readonly timeline: TimelineTable;
  readonly controls: ControlTable;
  readonly specs: SpecTable;
  readonly gates: GateTable;
}

export interface MachineTable {
  read(key: TargetKey): Promise<Versioned<MachineRecord> | undefined>;
  insert(record: MachineRecord): Promise<'inserted' | 'exists'>;
  replace(record: MachineRecord, etag: string): Promise<Swap>;
  delete(key: TargetKey, etag: string): Promise<Swap>;
  /** Machines in key order, one page; `after` continues behind that key. */
  list(
    query: MachineQuery,
  ): Promise<{ readonly records: readonly MachineRecord[]; readonly next: TargetKey | undefined }>;
  /** Flat columns of every row, 16 ranges in parallel, for counts. */
  summarize(): Promise<readonly MachineSummary[]>;
}

export interface MachineQuery {
  readonly after?: TargetKey | undefined;
  readonly limit: number;
  readonly status?: string | undefined;
  readonly code?: string | undefined;
  readonly kind?: string | undefined;
  readonly os?: string | undefined;
  readonly profile?: string | undefined;
  /** In any case, like the name. */
  readonly subscription?: string | undefined;
  readonly name?: string | undefined;
}

export interface MachineSummary {
  readonly key: TargetKey;
  readonly status: MachineRecord['status'];
  readonly code: string | undefined;
  readonly kind: MachineRecord['kind'];
  readonly os: MachineRecord['os'];
  readonly subscription: string;
  readonly profile: string | undefined;
  /** `service=kind` pairs, flat. */
  readonly findings: Readonly<Record<string, string>>;
}

export interface WorkRef {
  readonly kind: WorkKind;
  readonly key: TargetKey;
}

export interface WorkTable {
  read(ref: WorkRef): Promise<Versioned<WorkRow> | undefined>;
  /** Blind upsert MERGE: absent fields keep their stored value. */
  upsert(ref: WorkRef, patch: WorkPatch): Promise<void>;
  insert(row: WorkRow): Promise<'inserted' | 'exists'>;
  merge(ref: WorkRef, patch: WorkPatch, etag: string): Promise<Swap>;
  delete(ref: WorkRef, etag: string): Promise<Swap>;
  /** Rows of one partition with dueAt at or before the given ISO time, in key order; that is the only filter. */
  listDue(partition: string, dueAt: string): Promise<readonly Versioned<WorkRow>[]>;
  /** All rows, for status: how much is owed and leased. */
  listAll(): Promise<readonly WorkRow[]>;
}

export type WorkPatch = Partial<Omit<WorkRow, 'kind' | 'key'>>;

export interface TimelineTable {
  /** Idempotent: a row is named by its entry's time and content, so the same entry is kept once. Keeps the last 100. */
  append(key: TargetKey, entries: readonly TimelineEntry[]): Promise<void>;
  /** Newest first, at most 100; of one time, the later of one append first. */
  recent(key: TargetKey, limit: number): Promise<readonly TimelineEntry[]>;
  deleteAll(key: TargetKey): Promise<void>;
}

export interface ControlTable {
  list(kind: ControlKind): Promise<readonly Control[]>;
  put(kind: ControlKind, control: Control): Promise<void>;
  delete(kind: ControlKind, scope: string): Promise<boolean>;
}

export interface SpecTable {
  read(hash: SpecHash): Promise<Spec | undefined>;
  /** Does nothing when it is there. */
  put(hash: SpecHash, spec: Spec): Promise<void>;
}

/** Closed until: one row per subscription and operation class, only ever moved later. */
export interface Gate {
  readonly subscription: string;
  readonly operationClass: string;
  readonly closedUntil: string;
}

export interface GateTable {
  list(): Promise<readonly Gate[]>;
  /** Keeps the later of the stored and the given time. */
  close(gate: Gate): Promise<void>;
}
