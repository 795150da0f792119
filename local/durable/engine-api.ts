/**
 * The seam between the embedded durable engine (local/durable) and the embedded host (local/host).
 * Everything that crosses it is JSON text, as between the real extension and the worker.
 */

export type RuntimeStatus = 'Pending' | 'Running' | 'Completed' | 'Failed' | 'Terminated';

export interface InstanceStatus {
  readonly name: string;
  readonly instanceId: string;
  readonly runtimeStatus: RuntimeStatus;
  readonly createdTime: string;
  readonly lastUpdatedTime: string;
  /** JSON text, or undefined where there is none. */
  readonly input: string | undefined;
  readonly output: string | undefined;
  readonly customStatus: string | undefined;
  readonly history: readonly HistoryEvent[];
}

/** A history event in the PascalCase shape that the worker gets. */
export interface HistoryEvent {
  readonly EventType: number;
  readonly EventId: number;
  readonly IsPlayed: boolean;
  readonly Timestamp: string;
  readonly [field: string]: unknown;
}

/** What the engine calls to run user code; the host implements it over the registered functions. */
export interface FunctionInvoker {
  hasOrchestrator(name: string): boolean;
  hasActivity(name: string): boolean;
  orchestratorNames(): readonly string[];
  /** Runs one turn. `trigger` is the trigger JSON text; answers the OrchestratorState JSON text, or throws what the handler threw. */
  runOrchestrator(name: string, instanceId: string, trigger: string): Promise<string>;
  /** Runs one activity. `input` and answer are JSON text, undefined for no value. */
  runActivity(name: string, instanceId: string, input: string | undefined): Promise<string | undefined>;
}

export type StartResult =
  | { readonly kind: 'started'; readonly instanceId: string }
  | { readonly kind: 'alreadyExists'; readonly runtimeStatus: RuntimeStatus };

export type TerminateResult = 'accepted' | 'notFound' | 'alreadyFinished';
export type PurgeResult = 'purged' | 'notFound' | { readonly notTerminal: RuntimeStatus };

/** What one engine can do: only the part of Durable Functions that this product uses. */
export interface DurableEngine {
  start(request: {
    readonly name: string;
    readonly instanceId: string | undefined;
    readonly input: string | undefined;
  }): Promise<StartResult>;
  status(instanceId: string): Promise<InstanceStatus | undefined>;
  list(filter: {
    readonly runtimeStatus?: readonly RuntimeStatus[];
    readonly createdTimeFrom?: string;
    readonly createdTimeTo?: string;
    readonly instanceIdPrefix?: string;
  }): Promise<readonly InstanceStatus[]>;
  terminate(instanceId: string, reason: string): Promise<TerminateResult>;
  purge(instanceId: string): Promise<PurgeResult>;
  /** Stops taking work; what is in flight is abandoned, as by a kill. */
  stop(): Promise<void>;
}
