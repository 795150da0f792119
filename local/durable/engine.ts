import { randomUUID } from 'node:crypto';
import type { Ledger } from '../clock/ledger.ts';
import type { TimeSource } from '../clock/time-source.ts';
import { ActivityRunner } from './activity-runner.ts';
import type { EmbeddedEngine } from './create-engine.ts';
import { type Diagnostic, DiagnosticList } from './diagnostics.ts';
import type {
  DurableEngine,
  FunctionInvoker,
  InstanceStatus,
  PurgeResult,
  StartResult,
  TerminateResult,
} from './engine-api.ts';
import type { EngineOptions } from './engine-options.ts';
import { GuardedStore } from './guarded-store.ts';
import { executionStarted, executionTerminated } from './history-events.ts';
import { instanceStatus, isTerminal } from './instance-status.ts';
import { listFilter } from './list-filter.ts';
import type { DurableStore, InstanceRow } from './store/durable-store.ts';
import { TurnRunner } from './turn-runner.ts';
import { wholeSeconds } from './whole-seconds.ts';

/** The client's side of the engine: instances over one store. Made by `createEngine`. */
export class Engine implements EmbeddedEngine {
  readonly #time: TimeSource;
  readonly #guarded: GuardedStore;
  readonly #diagnostics: DiagnosticList;
  readonly #turns: TurnRunner;
  readonly #activities: ActivityRunner;

  constructor(parts: {
    readonly time: TimeSource;
    readonly ledger: Ledger;
    readonly store: DurableStore;
    readonly invoker: FunctionInvoker;
    readonly options: Required<EngineOptions>;
  }) {
    this.#time = parts.time;
    this.#guarded = new GuardedStore(parts.store, parts.options);
    this.#diagnostics = new DiagnosticList(parts.time, parts.options.onDiagnostic);
    const shared = { ...parts, guarded: this.#guarded, diagnostics: this.#diagnostics };
    this.#turns = new TurnRunner({ ...shared, runActivity: (message) => this.#activities.dispatch(message) });
    this.#activities = new ActivityRunner({ ...shared, deliver: (message) => this.#turns.dispatch(message) });
  }

  get running(): boolean {
    return this.#guarded.running;
  }

  diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics.all();
  }

  /** Takes up every stored message; called once. */
  resume(): void {
    for (const message of this.#guarded.store.messages()) {
      if (message.kind === 'activity') this.#activities.dispatch(message);
      else this.#turns.dispatch(message);
    }
  }

  async start(request: Parameters<DurableEngine['start']>[0]): Promise<StartResult> {
    const { name, instanceId = randomUUID().replaceAll('-', ''), input } = request;
    const existing = this.#guarded.store.read(instanceId)?.row.runtimeStatus;
    if (existing !== undefined && !isTerminal(existing)) return { kind: 'alreadyExists', runtimeStatus: existing };
    const nowMs = this.#time.now();
    const row = pendingRow({ instanceId, name, input }, nowMs);
    const started = executionStarted({ ...row, generation: 0 }, nowMs);
    const message = this.#guarded.eventMessage(row, started);
    this.#guarded.commit('start', { put: row, history: { reset: true, append: [] }, add: [message] });
    this.#turns.dispatch(message);
    return { kind: 'started', instanceId };
  }

  async status(instanceId: string): Promise<InstanceStatus | undefined> {
    const stored = this.#guarded.store.read(instanceId);
    return stored === undefined ? undefined : instanceStatus(stored);
  }

  async list(filter: Parameters<DurableEngine['list']>[0]): Promise<readonly InstanceStatus[]> {
    const wanted = listFilter(filter);
    return [...this.#guarded.store.instances()].filter(({ row }) => wanted(row)).map(instanceStatus);
  }

  async terminate(instanceId: string, reason: string): Promise<TerminateResult> {
    const row = this.#guarded.store.read(instanceId)?.row;
    if (row === undefined) return 'notFound';
    if (isTerminal(row.runtimeStatus)) return 'alreadyFinished';
    const message = this.#guarded.eventMessage(row, executionTerminated(reason, this.#time.now()));
    this.#guarded.commit('terminate', { add: [message] });
    this.#turns.dispatch(message);
    return 'accepted';
  }

  async purge(instanceId: string): Promise<PurgeResult> {
    const row = this.#guarded.store.read(instanceId)?.row;
    if (row === undefined) return 'notFound';
    if (!isTerminal(row.runtimeStatus)) return { notTerminal: row.runtimeStatus };
    this.#guarded.commit('purge', { purge: instanceId });
    return 'purged';
  }

  async stop(): Promise<void> {
    this.#guarded.stop();
  }
}

function pendingRow(
  request: { readonly instanceId: string; readonly name: string; readonly input: string | undefined },
  nowMs: number,
): InstanceRow {
  const at = wholeSeconds(nowMs);
  return {
    ...request,
    executionId: randomUUID(),
    runtimeStatus: 'Pending',
    createdTime: at,
    lastUpdatedTime: at,
    output: undefined,
    customStatus: undefined,
  };
}
