import type { HistoryEvent } from './engine-api.ts';
import type { CrashPoint, EngineOptions } from './engine-options.ts';
import type { DurableStore, EventMessage, StoreChange } from './store/durable-store.ts';

/** What a commit is for; names its crash points. */
export type CommitKind = 'start' | 'turn' | 'activity' | 'lease' | 'terminate' | 'purge' | 'drop';

const inUse = new WeakSet<DurableStore>();

/** The store of one engine's life: every commit passes the crash points, and none comes after the engine's end. */
export class GuardedStore {
  readonly store: DurableStore;
  readonly #options: Pick<Required<EngineOptions>, 'crashPoints' | 'onCrash'>;
  readonly #onStop: (() => void)[] = [];
  #running = true;

  constructor(store: DurableStore, options: Pick<Required<EngineOptions>, 'crashPoints' | 'onCrash'>) {
    if (inUse.has(store)) throw new Error('Another durable engine runs over this store. Stop that one first.');
    inUse.add(store);
    this.store = store;
    this.#options = options;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Throws when the engine has stopped, when a crash point throws, or when the store does; the last two stop the engine. */
  commit(kind: CommitKind, change: StoreChange): void {
    if (!this.#running) {
      throw new Error('The durable engine has stopped and takes no more work. Start a new one over the same store.');
    }
    this.at(`${kind}.before-commit`);
    this.#orCrash(() => this.store.commit(change));
    this.at(`${kind}.after-commit`);
  }

  at(point: CrashPoint): void {
    this.#orCrash(() => this.#options.crashPoints(point));
  }

  /** Runs work of the engine's own; whatever it throws is a crash. Never rejects. */
  async guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#crash(error);
    }
  }

  eventMessage(
    execution: { readonly instanceId: string; readonly executionId: string },
    event: HistoryEvent,
  ): EventMessage {
    const { instanceId, executionId } = execution;
    return { kind: 'event', id: this.store.nextMessageId(), instanceId, executionId, event };
  }

  onStop(callback: () => void): void {
    this.#onStop.push(callback);
  }

  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    inUse.delete(this.store);
    for (const callback of this.#onStop.splice(0)) callback();
  }

  #orCrash(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#crash(error);
      throw error;
    }
  }

  #crash(error: unknown): void {
    if (!this.#running) return;
    this.stop();
    this.#options.onCrash(error);
  }
}
