import type { EndWork, Ledger } from '../clock/ledger.ts';
import type { TimeSource } from '../clock/time-source.ts';
import { activityFailure } from './activity-failure.ts';
import type { DiagnosticList } from './diagnostics.ts';
import type { FunctionInvoker, HistoryEvent } from './engine-api.ts';
import type { EngineOptions } from './engine-options.ts';
import type { GuardedStore } from './guarded-store.ts';
import { taskCompleted, taskFailed } from './history-events.ts';
import type { ActivityMessage, EventMessage } from './store/durable-store.ts';
import { WorkQueue } from './work-queue.ts';

/** Runs activities at least once: one that was running at a kill is run again when its lease has ended. */
export class ActivityRunner {
  readonly #time: TimeSource;
  readonly #ledger: Ledger;
  readonly #guarded: GuardedStore;
  readonly #invoker: FunctionInvoker;
  readonly #options: Required<EngineOptions>;
  readonly #diagnostics: DiagnosticList;
  readonly #deliver: (message: EventMessage) => void;
  readonly #queue: WorkQueue<ActivityMessage>;

  constructor(parts: {
    readonly time: TimeSource;
    readonly ledger: Ledger;
    readonly guarded: GuardedStore;
    readonly invoker: FunctionInvoker;
    readonly options: Required<EngineOptions>;
    readonly diagnostics: DiagnosticList;
    /** Takes the result to the instance; called after the result is committed. */
    readonly deliver: (message: EventMessage) => void;
  }) {
    this.#time = parts.time;
    this.#ledger = parts.ledger;
    this.#guarded = parts.guarded;
    this.#invoker = parts.invoker;
    this.#options = parts.options;
    this.#diagnostics = parts.diagnostics;
    this.#deliver = parts.deliver;
    this.#queue = new WorkQueue({
      limit: parts.options.maxConcurrentActivities,
      ledger: parts.ledger,
      run: (message, end) => parts.guarded.guard(() => this.#run(message, end)),
    });
    parts.guarded.onStop(() => this.#queue.close());
  }

  /** Queues a stored activity, at once or, while an earlier life's lease lasts, later. */
  dispatch(message: ActivityMessage): void {
    const what = `activity ${message.name} of ${message.instanceId}`;
    const { redeliveryTime } = this.#options;
    const queue = (): void => this.#queue.push(message, what);
    if (message.leasedUntilMs === undefined || message.leasedUntilMs <= redeliveryTime.now()) {
      queue();
      return;
    }
    this.#guarded.onStop(redeliveryTime.schedule(message.leasedUntilMs, queue, `redelivery of ${what}`));
  }

  async #run(message: ActivityMessage, end: EndWork): Promise<void> {
    if (!this.#invoker.hasActivity(message.name)) {
      this.#leaveUnregistered(message);
      return;
    }
    const untilMs = this.#options.redeliveryTime.now() + this.#options.activityRedeliveryMs;
    this.#guarded.commit('lease', { lease: { id: message.id, untilMs } });
    this.#guarded.at('activity.before-run');
    if (this.#options.activityMayWait(message)) end();
    const completion = await this.#complete(message);
    if (!this.#guarded.running) return;
    const endResult = this.#ledger.begin(`result of activity ${message.name} of ${message.instanceId}`);
    try {
      this.#guarded.at('activity.after-run');
      const reply = this.#guarded.eventMessage(message, completion);
      this.#guarded.commit('activity', { remove: [message.id], add: [reply] });
      this.#deliver(reply);
    } finally {
      endResult();
    }
  }

  async #complete({ name, instanceId, input, taskId }: ActivityMessage): Promise<HistoryEvent> {
    try {
      const result = await this.#invoker.runActivity(name, instanceId, input);
      return taskCompleted(taskId, result, this.#time.now());
    } catch (error) {
      const { reason, details } = activityFailure(name, error);
      return taskFailed(taskId, reason, details, this.#time.now());
    }
  }

  /** As on the real host the instance waits for ever; the message stays, for an app that knows the activity. */
  #leaveUnregistered({ instanceId, name }: ActivityMessage): void {
    const orchestrator = this.#guarded.store.read(instanceId)?.row.name ?? 'unknown';
    this.#diagnostics.add(
      { instanceId, name: orchestrator },
      {
        kind: 'UnregisteredActivity',
        message: `No activity '${name}' is registered: instance '${instanceId}' waits for it for ever.`,
      },
    );
  }
}
