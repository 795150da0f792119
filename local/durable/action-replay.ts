import type { HistoryEvent } from './engine-api.ts';
import { eventType } from './history-events.ts';
import type { WireAction } from './orchestrator-state.ts';
import { NonDeterminism, UnsupportedAction } from './replay-errors.ts';
import { TaskNode } from './task-node.ts';

const actionType = { callActivity: 0, continueAsNew: 4, createTimer: 5, whenAny: 11, whenAll: 12 } as const;

const unsupportedActions: Readonly<Record<number, string>> = {
  1: 'CallActivityWithRetry',
  2: 'CallSubOrchestrator',
  3: 'CallSubOrchestratorWithRetry',
  6: 'WaitForExternalEvent',
  7: 'CallEntity',
  8: 'CallHttp',
  9: 'SignalEntity',
  10: 'ScheduledSignalEntity',
  13: 'LockEntities',
  14: 'ReleaseEntities',
};

/** An activity or timer that the orchestrator has asked for, with the id that DTFx gives it. */
export type RequestedTask =
  | { readonly kind: 'activity'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly kind: 'timer'; readonly id: number; readonly fireAt: string; readonly canceled: boolean };

/**
 * Walks an action list along a history as the extension and DTFx do: an action is requested only when the one
 * before it has ended, ids count up in that order, and each recorded request must meet the same one.
 */
export class ActionReplay {
  readonly #actions: readonly WireAction[];
  readonly #requested = new Map<number, RequestedTask>();
  readonly #open = new Map<number, TaskNode>();
  readonly #canceledTimers: number[] = [];
  #next = 0;
  #nextId = 0;
  #current: TaskNode | undefined;
  #continueAsNew: { readonly input: unknown } | undefined;

  constructor(actions: readonly WireAction[]) {
    this.#actions = actions;
  }

  /** Throws {@link NonDeterminism} or {@link UnsupportedAction}. */
  feed(event: HistoryEvent): void {
    switch (event.EventType) {
      case eventType.executionStarted:
        this.#advance();
        break;
      case eventType.taskScheduled:
        this.#matchActivity(event);
        break;
      case eventType.timerCreated:
        this.#matchTimer(event);
        break;
      case eventType.taskCompleted:
      case eventType.taskFailed:
        this.#endTask(event.TaskScheduledId);
        break;
      case eventType.timerFired:
        this.#endTask(event.TimerId);
        break;
      default:
    }
  }

  /** Requests that the history does not know yet, in the order of their ids. */
  newTasks(): readonly RequestedTask[] {
    return [...this.#requested.values()];
  }

  /** Timers that the orchestrator cancelled. */
  canceledTimers(): readonly number[] {
    return this.#canceledTimers;
  }

  /** Scheduled activities and timers that have not ended; nothing completes while there is one. */
  get openTasks(): number {
    return this.#open.size;
  }

  /** Every action of the list has ended. */
  get listEnded(): boolean {
    return this.#current === undefined && this.#next === this.#actions.length;
  }

  get continueAsNew(): { readonly input: unknown } | undefined {
    return this.#continueAsNew;
  }

  #advance(): void {
    while (this.#current === undefined || this.#current.hasEnded) {
      this.#current = undefined;
      const action = this.#actions[this.#next];
      if (action === undefined) return;
      this.#next += 1;
      this.#current = this.#invoke(action);
    }
  }

  #invoke(action: WireAction): TaskNode {
    switch (action.actionType) {
      case actionType.callActivity:
        return this.#callActivity(action);
      case actionType.createTimer:
        return this.#createTimer(action);
      case actionType.continueAsNew:
        this.#continueAsNew = { input: action.input };
        return TaskNode.done();
      case actionType.whenAll:
        return TaskNode.all((action.compoundActions ?? []).map((child) => this.#invoke(child)));
      case actionType.whenAny:
        return TaskNode.any((action.compoundActions ?? []).map((child) => this.#invoke(child)));
      default:
        throw new UnsupportedAction(unsupportedActions[action.actionType] ?? 'unknown', action.actionType);
    }
  }

  #callActivity(action: WireAction): TaskNode {
    const id = this.#nextId++;
    this.#requested.set(id, { kind: 'activity', id, name: action.functionName ?? '', input: action.input });
    return this.#openTask(id);
  }

  #createTimer(action: WireAction): TaskNode {
    const id = this.#nextId++;
    const canceled = action.isCanceled === true;
    this.#requested.set(id, { kind: 'timer', id, fireAt: action.fireAt ?? '', canceled });
    if (!canceled) return this.#openTask(id);
    this.#canceledTimers.push(id);
    return TaskNode.done();
  }

  #openTask(id: number): TaskNode {
    const node = TaskNode.leaf();
    this.#open.set(id, node);
    return node;
  }

  /** A completion of a task that is not open is a repetition and changes nothing. */
  #endTask(id: unknown): void {
    if (typeof id !== 'number') return;
    const node = this.#open.get(id);
    if (node === undefined) return;
    this.#open.delete(id);
    node.end();
    this.#advance();
  }

  #matchActivity(event: HistoryEvent): void {
    const recorded = { id: event.EventId, name: String(event.Name) };
    const requested = this.#requested.get(recorded.id);
    if (requested === undefined) throw NonDeterminism.activityMissing(recorded);
    if (requested.kind !== 'activity') throw NonDeterminism.activityReplaced(recorded);
    // DTFx compares the names without regard to case, and never the inputs.
    if (requested.name.toLowerCase() !== recorded.name.toLowerCase()) {
      throw NonDeterminism.activityRenamed(recorded, requested.name);
    }
    this.#requested.delete(recorded.id);
  }

  #matchTimer(event: HistoryEvent): void {
    const requested = this.#requested.get(event.EventId);
    if (requested === undefined) throw NonDeterminism.timerMissing(event.EventId);
    if (requested.kind !== 'timer') throw NonDeterminism.timerReplaced(event.EventId);
    this.#requested.delete(event.EventId);
  }
}
