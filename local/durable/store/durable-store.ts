import type { HistoryEvent, RuntimeStatus } from '../engine-api.ts';

/** One instance without its history. `input`, `output` and `customStatus` are JSON text. */
export interface InstanceRow {
  readonly instanceId: string;
  readonly executionId: string;
  readonly name: string;
  readonly runtimeStatus: RuntimeStatus;
  readonly createdTime: string;
  readonly lastUpdatedTime: string;
  readonly input: string | undefined;
  readonly output: string | undefined;
  readonly customStatus: string | undefined;
}

export interface StoredInstance {
  readonly row: InstanceRow;
  readonly history: readonly HistoryEvent[];
}

interface MessageBase {
  /** Unique in the store, growing. */
  readonly id: number;
  readonly instanceId: string;
  /** A message whose execution is not the instance's current one is dropped. */
  readonly executionId: string;
}

/** A history event that the orchestrator has still to see. A waiting timer is one with `visibleAtMs`. */
export interface EventMessage extends MessageBase {
  readonly kind: 'event';
  readonly event: HistoryEvent;
  /** App time; absent means due at once. */
  readonly visibleAtMs?: number;
}

/** An activity to run. */
export interface ActivityMessage extends MessageBase {
  readonly kind: 'activity';
  readonly taskId: number;
  readonly name: string;
  /** JSON text. */
  readonly input: string | undefined;
  /** Redelivery time: once taken, nobody else gets it before this. Absent: never taken. */
  readonly leasedUntilMs?: number;
}

export type Message = EventMessage | ActivityMessage;

/** What one commit changes: all of it or nothing. */
export interface StoreChange {
  readonly put?: InstanceRow;
  /** Belongs to `put`. `reset` drops the old history first. */
  readonly history?: { readonly reset: boolean; readonly append: readonly HistoryEvent[] };
  readonly add?: readonly Message[];
  readonly remove?: readonly number[];
  readonly lease?: { readonly id: number; readonly untilMs: number };
  readonly purge?: string;
}

/**
 * Where the engine keeps instances and messages. Synchronous, because both implementations hold everything in
 * memory; a commit that has returned survives a kill of the process when the store is a durable one.
 */
export interface DurableStore {
  nextMessageId(): number;
  read(instanceId: string): StoredInstance | undefined;
  /** All instances; only `list` may use it. */
  instances(): Iterable<StoredInstance>;
  /** All messages in the order of their ids; only the start of an engine uses it. */
  messages(): readonly Message[];
  commit(change: StoreChange): void;
  /** How often the store was read and written since it was opened. */
  operations(): { readonly reads: number; readonly writes: number };
  close(): void;
}
