import type { Ledger } from '../clock/ledger.ts';
import type { TimeSource } from '../clock/time-source.ts';
import type { RequestedTask } from './action-replay.ts';
import { activityInput } from './activity-values.ts';
import type { DiagnosticList } from './diagnostics.ts';
import type { FunctionInvoker } from './engine-api.ts';
import type { EngineOptions } from './engine-options.ts';
import type { GuardedStore } from './guarded-store.ts';
import { timerFired } from './history-events.ts';
import { Inbox } from './inbox.ts';
import { isTerminal } from './instance-status.ts';
import { runTurn, type TurnOutcome } from './run-turn.ts';
import type { ActivityMessage, EventMessage, InstanceRow, Message } from './store/durable-store.ts';
import { TimerBook } from './timer-book.ts';
import { timerVisibleAt } from './timer-visibility.ts';
import { WorkQueue } from './work-queue.ts';

/** Runs the turns of instances, one at a time for each, and keeps their timers. */
export class TurnRunner {
  readonly #time: TimeSource;
  readonly #guarded: GuardedStore;
  readonly #invoker: FunctionInvoker;
  readonly #options: Required<EngineOptions>;
  readonly #diagnostics: DiagnosticList;
  readonly #runActivity: (message: ActivityMessage) => void;
  readonly #inbox = new Inbox();
  readonly #timers: TimerBook;
  readonly #queue: WorkQueue<string>;

  constructor(parts: {
    readonly time: TimeSource;
    readonly ledger: Ledger;
    readonly guarded: GuardedStore;
    readonly invoker: FunctionInvoker;
    readonly options: Required<EngineOptions>;
    readonly diagnostics: DiagnosticList;
    /** Takes a new activity; called after the turn is committed. */
    readonly runActivity: (message: ActivityMessage) => void;
  }) {
    this.#time = parts.time;
    this.#guarded = parts.guarded;
    this.#invoker = parts.invoker;
    this.#options = parts.options;
    this.#diagnostics = parts.diagnostics;
    this.#runActivity = parts.runActivity;
    this.#timers = new TimerBook(parts.time, (message) => this.#queueTurn(message));
    this.#queue = new WorkQueue({
      limit: parts.options.maxConcurrentOrchestrators,
      ledger: parts.ledger,
      run: (instanceId) => parts.guarded.guard(() => this.#turn(instanceId)),
    });
    parts.guarded.onStop(() => {
      this.#queue.close();
      this.#timers.close();
    });
  }

  /** Takes a stored message: it wakes its instance at once or, when it is a timer, at its time. */
  dispatch(message: EventMessage): void {
    const timerId = message.event.TimerId;
    const { visibleAtMs } = message;
    if (typeof timerId === 'number' && visibleAtMs !== undefined && visibleAtMs > this.#time.now()) {
      this.#timers.wait(message, timerId, visibleAtMs);
    } else {
      this.#queueTurn(message);
    }
  }

  #queueTurn(message: EventMessage): void {
    if (this.#inbox.deliver(message)) this.#queue.push(message.instanceId, turnOf(message.instanceId));
  }

  async #turn(instanceId: string): Promise<void> {
    const batch = this.#inbox.take(instanceId);
    const stored = this.#guarded.store.read(instanceId);
    const seen = batch.map((message) => message.id);
    const executionId =
      stored !== undefined && !isTerminal(stored.row.runtimeStatus) ? stored.row.executionId : undefined;
    const events = batch.filter((message) => message.executionId === executionId).map((message) => message.event);
    if (stored === undefined || events.length === 0) {
      this.#guarded.commit('drop', { remove: seen });
    } else {
      this.#guarded.at('turn.before-run');
      const { checkReplay } = this.#options;
      const outcome = await runTurn({
        stored,
        events,
        now: () => this.#time.now(),
        invoker: this.#invoker,
        checkReplay,
      });
      if (!this.#guarded.running) return;
      this.#commit(stored.row, outcome, seen);
    }
    if (this.#inbox.turnEnded(instanceId)) this.#queue.push(instanceId, turnOf(instanceId));
  }

  /** One commit for all that the turn changes; then, and only then, its messages go out. */
  #commit(before: InstanceRow, { row, history, ...outcome }: TurnOutcome, seen: readonly number[]): void {
    const ended = isTerminal(row.runtimeStatus);
    const add = outcome.newTasks.flatMap((task) => this.#messageOf(row, task, ended));
    const canceled = ended
      ? this.#timers.cancelAll(before.executionId)
      : outcome.canceledTimers.flatMap((timerId) => this.#timers.cancel(row.executionId, timerId) ?? []);
    this.#guarded.commit('turn', { put: row, history, add, remove: [...seen, ...canceled] });
    for (const message of add) {
      if (message.kind === 'activity') this.#runActivity(message);
      else this.dispatch(message);
    }
    for (const found of outcome.diagnostics) this.#diagnostics.add(row, found);
  }

  #messageOf(row: InstanceRow, task: RequestedTask, ended: boolean): Message[] {
    const { instanceId, executionId } = row;
    if (task.kind === 'activity') {
      const { id: taskId, name } = task;
      const id = this.#guarded.store.nextMessageId();
      return [{ kind: 'activity', id, instanceId, executionId, taskId, name, input: activityInput(task.input) }];
    }
    if (task.canceled || ended) return [];
    const nowMs = this.#time.now();
    const message = this.#guarded.eventMessage(row, timerFired(task.id, task.fireAt, nowMs));
    return [{ ...message, visibleAtMs: timerVisibleAt(Date.parse(task.fireAt), nowMs, this.#options.earlyTimers) }];
  }
}

function turnOf(instanceId: string): string {
  return `turn of ${instanceId}`;
}
