import type { Control, ControlKind } from '../domain/controls/control.ts';
import type { SweepKind, SweepState } from '../domain/discovery/sweep-state.ts';
import type { Spec } from '../domain/fleet/spec.ts';
import type { SpecHash, TargetKey } from '../domain/ids.ts';
import type { EdrAssessment, EdrReadings } from '../domain/machine/edr-assessment.ts';
import type { MachineRecord, TimelineEntry } from '../domain/machine/machine-record.ts';
import type { MachineStatus } from '../domain/machine/status.ts';
import type { RefusedWrite } from '../domain/refusals/group-refusals.ts';
import type { SubscriptionStops } from '../domain/stops/scope-stop.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
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
  readonly subscriptions: SubscriptionTable;
  readonly work: WorkTable;
  readonly timeline: TimelineTable;
  readonly controls: ControlTable;
  readonly specs: SpecTable;
  readonly gates: GateTable;
  readonly stops: StopTable;
  readonly sweeps: SweepTable;
  readonly assessments: AssessmentTable;
}

/** Rows of one kind of target by key. */
export interface RowTable<Row> {
  /** Throws for a row that cannot be read, and says what to do. */
  read(key: TargetKey): Promise<Versioned<Row> | undefined>;
  insert(row: Row): Promise<'inserted' | 'exists'>;
  /** The row becomes this one; what a later release stored beside it stays. */
  replace(row: Row, etag: string): Promise<Swap>;
  delete(key: TargetKey, etag: string): Promise<Swap>;
}

export interface MachineTable extends RowTable<MachineRecord> {
  /** Machines in key order, one page; `after` continues behind that key. */
  list(query: MachineQuery): Promise<MachinePage>;
  /** Flat columns of every row, 16 ranges in parallel, for counts. */
  summarize(): Promise<FleetSummary>;
}

/** One for each subscription that was ever seen in scope: hundreds, so they are listed whole. */
export interface SubscriptionTable extends RowTable<SubscriptionRecord> {
  /** The row as it is, or as this process read it some seconds ago at most; for the looks of its machines. */
  readRecent(key: TargetKey): Promise<SubscriptionRecord | undefined>;
  /** In key order; a row that cannot be read is told instead of thrown at. */
  listAll(): Promise<ListedSubscriptions>;
  /** Those of this display name, in any case, and rows that cannot be read and may be of it. */
  listNamed(name: string): Promise<ListedSubscriptions>;
}

export interface ListedSubscriptions {
  readonly records: readonly SubscriptionRecord[];
  readonly unreadable: readonly UnreadableRow[];
}

export interface MachinePage {
  readonly records: readonly MachineRecord[];
  /** Rows that fit the query and cannot be read; they count towards its limit. */
  readonly unreadable: readonly UnreadableRow[];
  readonly next: TargetKey | undefined;
}

export interface FleetSummary {
  readonly machines: readonly MachineSummary[];
  /** Rows whose columns are not those of a machine; they are not among `machines`. */
  readonly unreadable: readonly UnreadableRow[];
}

/** A stored row that is no row of ours any more, e.g. after a repair by hand. */
export interface UnreadableRow {
  /** Its row key, whatever that is. */
  readonly key: string;
  /** Empty where the row does not say. */
  readonly resourceId: string;
  /** What is wrong with it, in one line. */
  readonly why: string;
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
  /** Machines of which a person has accepted something. */
  readonly accepted?: 'true' | undefined;
}

/** A word of ours, or one that another release wrote. */
export type OpenWord<Known extends string> = Known | (string & {});

export interface MachineSummary {
  readonly key: TargetKey;
  readonly status: OpenWord<MachineStatus>;
  readonly code: string | undefined;
  readonly kind: OpenWord<MachineRecord['kind']>;
  readonly os: OpenWord<MachineRecord['os']>;
  readonly subscription: string;
  readonly profile: string | undefined;
  /** The kind of finding by service; services that this release does not know included. */
  readonly findings: Readonly<Record<string, string>>;
  /** Writes that Azure refused, newest first, as far as the row has room for them. */
  readonly refusals: readonly RefusedWrite[];
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
  /**
   * Rows of one partition with dueAt at or before the given ISO time, in key order; that is the only filter.
   * A partition of a kind that is not known here has none.
   */
  listDue(partition: string, dueAt: string): Promise<readonly Versioned<WorkRow>[]>;
  /** All rows, for status: how much is owed and leased, also by kinds that only another release knows. */
  listAll(): Promise<readonly (WorkRow | ForeignWorkRow)[]>;
}

/** What is owed to a target of which this release does not know the kind. It is counted and left alone. */
export interface ForeignWorkRow extends Omit<WorkRow, 'kind' | 'key'> {
  readonly kind: string;
  readonly key: string;
}

export type WorkPatch = Partial<Omit<WorkRow, 'kind' | 'key'>>;

export interface TimelineTable {
  /** Idempotent: a row is named by its entry's time and content, so the same entry is kept once. Keeps the last 100. */
  append(key: TargetKey, entries: readonly TimelineEntry[]): Promise<void>;
  /** Newest first, at most 100; of one time, the later of one append first. */
  recent(key: TargetKey, limit: number): Promise<readonly TimelineEntry[]>;
  deleteAll(key: TargetKey): Promise<void>;
}

/** A row about what operators said, or about what Azure asked to leave alone, that is not as this release stores it. */
export interface UnreadableSetting {
  readonly table: string;
  readonly partition: string;
  readonly row: string;
  /** What cannot be read, and what holds because of it, in one line. */
  readonly why: string;
}

export interface ControlTable {
  /** What holds. A row that cannot be read freezes more rather than less, and arms nothing. */
  list(kind: ControlKind): Promise<readonly Control[]>;
  listUnreadable(): Promise<readonly UnreadableSetting[]>;
  put(kind: ControlKind, control: Control): Promise<void>;
  delete(kind: ControlKind, scope: string): Promise<boolean>;
}

export interface SpecTable {
  /** `foreign`: a spec with words that only another release knows. */
  read(hash: SpecHash): Promise<Spec | 'foreign' | undefined>;
  /** Does nothing when it is there. */
  put(hash: SpecHash, spec: Spec): Promise<void>;
}

/** What is known of the runs that read everything, by kind. */
export interface SweepTable {
  read(kind: SweepKind): Promise<Versioned<SweepState> | undefined>;
  /** Writes the state over the version that was read, or anew where there was none; false when somebody was faster. */
  swap(state: SweepState, etag: string | undefined): Promise<boolean>;
}

/** Closed until: one row per subscription and operation class, only ever moved later. */
export interface Gate {
  readonly subscription: string;
  readonly operationClass: string;
  readonly closedUntil: string;
}

export interface GateTable {
  /** A gate of which the time cannot be read is not among them: it is open. */
  list(): Promise<readonly Gate[]>;
  listUnreadable(): Promise<readonly UnreadableSetting[]>;
  /** Keeps the later of the stored and the given time. */
  close(gate: Gate): Promise<void>;
}

/** What is known of missing rights, one row per subscription, changed by compare-and-set only. */
export interface StopTable {
  /** What cannot be read of a row is left out of it: then a write asks Azure again. */
  read(subscription: string): Promise<Versioned<SubscriptionStops> | undefined>;
  insert(row: SubscriptionStops): Promise<'inserted' | 'exists'>;
  replace(row: SubscriptionStops, etag: string): Promise<Swap>;
  list(): Promise<readonly SubscriptionStops[]>;
}

/** What Defender for Cloud assesses of one machine. */
export interface AssessedMachine {
  /** As Azure spells it, or lower-case. */
  readonly resourceId: string;
  readonly assessments: readonly EdrAssessment[];
}

/** What the sweeps read of Defender's assessments, so that a look finds it by its machine without asking Azure. */
export interface AssessmentTable {
  /** What cannot be read of a row is left out of it. */
  read(subscription: string, key: TargetKey): Promise<EdrReadings>;
  /**
   * Makes the rows of a subscription those of a whole reading, and then dates it. Answers the machines of which something
   * is new or gone. Safe to be ended anywhere: the next reading does the rest.
   * @param readAt ISO-8601 UTC
   */
  replaceAll(
    subscription: string,
    readAt: string,
    machines: readonly AssessedMachine[],
  ): Promise<readonly { readonly resourceId: string }[]>;
  /** Remembers why a subscription could not be read for good; what was read before stays. */
  refuse(subscription: string, why: string): Promise<void>;
}
