import type { RawFailure } from './domain/failures/failure.ts';
import type { FleetFile } from './domain/fleet/fleet-schema.ts';
import type { Spec } from './domain/fleet/spec.ts';
import type { MachineKey, SpecHash } from './domain/ids.ts';
import type { AssociationFacts, MachineFacts, SharedFacts } from './domain/machine/machine-facts.ts';
import type { MachineRecord, TimelineEntry } from './domain/machine/machine-record.ts';
import type { MachineRef } from './domain/machine/machine-ref.ts';
import type { OperationState } from './domain/services/service.ts';
import type { WorkKind, WorkRow } from './domain/work/work-row.ts';
import type { Control, ControlKind } from './domain/write/control.ts';
import type { MachineWrite } from './domain/write/machine-write.ts';
import type { WritePermit } from './domain/write/write-permit.ts';

/** Everything outside the app, as small doors. `registerApp(ports)` is the only way in. */
export interface Ports {
  /** App time: pacing, leases, ladder, settling. */
  readonly clock: Clock;
  /** Real time: age of a look, life of a permit. */
  readonly wallClock: Clock;
  /** Resolves after so many milliseconds of real time. */
  readonly pause: (ms: number) => Promise<void>;
  readonly newId: () => string;
  /** A number in [0, 1), for jitter. */
  readonly random: () => number;
  readonly azure: AzurePort;
  readonly store: StorePort;
  readonly fleet: FleetFile;
  readonly settings: AppSettings;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** The settings that functions and activities need; `config.ts` reads them. */
export interface AppSettings {
  /** Object ids and app ids of our own principals, lower-case: their events are ours. */
  readonly ownPrincipals: readonly string[];
  /** Writes through HTTP with a function key only. */
  readonly allowKeyWrites: boolean;
  readonly tickSeconds: number;
  /** How long POST /freeze waits before it answers, so that no older permit is alive. Milliseconds of real time. */
  readonly freezeSettleMs: number;
}

// ---------------------------------------------------------------------------------------------- Azure

/** What was read beside the machine itself; a 404 is a failure here, since only the machine's own GET tells that it is gone. */
export type PartOutcome<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: RawFailure };

export type ReadOutcome<T> =
  | PartOutcome<T>
  /** The GET of the machine answered 404 with ResourceNotFound or ResourceGroupNotFound. */
  | { readonly kind: 'gone'; readonly code: string };

export type WriteOutcome =
  | {
      readonly kind: 'accepted';
      /** Undefined when Azure finished it within the answer. */
      readonly operationUrl: string | undefined;
      readonly correlationId: string | undefined;
      /**
       * Whether a PUT made the resource (201) or changed one that was there (200, or 202 with a resource older than its
       * last change). Undefined where the answer does not tell: any other 202, and every PATCH and DELETE.
       */
      readonly created: boolean | undefined;
    }
  /** The permit was older than it may be when the request would have left; nothing was sent. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'failed'; readonly failure: RawFailure; readonly correlationId: string | undefined };

export interface AzurePort {
  /** Reads the machine, its extensions and, where asked, its associations. Never throws for an answer of Azure. */
  readMachine(machine: MachineRef, parts: { readonly associations: boolean }): Promise<ReadOutcome<MachineFacts>>;
  /** Reads what is associated with the machine; for a look that left it out at first. */
  readAssociations(machine: MachineRef): Promise<PartOutcome<readonly AssociationFacts[]>>;
  /** Reads an operation by the URL a write answered with. */
  readOperation(machine: MachineRef, url: string): Promise<PartOutcome<OperationState>>;
  /** Cached for all machines of a subscription and region. Fails only where Azure told to wait; other doubt is a fact. */
  readShared(need: SharedNeed): Promise<PartOutcome<SharedFacts>>;
  /** The only way to change Azure. */
  send(permit: WritePermit, write: MachineWrite): Promise<WriteOutcome>;
}

export interface SharedNeed {
  readonly subscription: string;
  readonly region: string;
  readonly ruleIds: readonly string[];
}

// ---------------------------------------------------------------------------------------------- Store

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
  read(key: MachineKey): Promise<Versioned<MachineRecord> | undefined>;
  insert(record: MachineRecord): Promise<'inserted' | 'exists'>;
  replace(record: MachineRecord, etag: string): Promise<Swap>;
  delete(key: MachineKey, etag: string): Promise<Swap>;
  /** Machines in key order, one page; `after` continues behind that key. */
  list(
    query: MachineQuery,
  ): Promise<{ readonly records: readonly MachineRecord[]; readonly next: MachineKey | undefined }>;
  /** Flat columns of every row, 16 ranges in parallel, for counts. */
  summarize(): Promise<readonly MachineSummary[]>;
}

export interface MachineQuery {
  readonly after?: MachineKey | undefined;
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
  readonly key: MachineKey;
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
  readonly key: MachineKey;
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
  append(key: MachineKey, entries: readonly TimelineEntry[]): Promise<void>;
  /** Newest first, at most 100; of one time, the later of one append first. */
  recent(key: MachineKey, limit: number): Promise<readonly TimelineEntry[]>;
  deleteAll(key: MachineKey): Promise<void>;
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

// ---------------------------------------------------------------------------------------------- Instances

/** The part of the durable client that the app uses; made per invocation from the client binding. */
export interface InstanceClient {
  /** Rejects when an instance of that id is pending or running. */
  start(orchestrator: string, instanceId: string, input: object): Promise<void>;
  /** Undefined when there is none. */
  status(
    instanceId: string,
  ): Promise<{ readonly runtimeStatus: string; readonly lastUpdatedAt: string; readonly output: string } | undefined>;
  terminate(instanceId: string, reason: string): Promise<void>;
  purge(instanceId: string): Promise<void>;
}
