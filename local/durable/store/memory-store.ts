import type { DurableStore, Message, StoreChange, StoredInstance } from './durable-store.ts';
import { StoreState } from './store-state.ts';

/** Survives the engine, not the process: for tests, where a "kill" is a new engine over the same store. */
export class MemoryStore implements DurableStore {
  readonly #state = new StoreState();
  #reads = 0;
  #writes = 0;

  nextMessageId(): number {
    return this.#state.nextMessageId();
  }

  read(instanceId: string): StoredInstance | undefined {
    this.#reads += 1;
    return this.#state.instance(instanceId);
  }

  instances(): Iterable<StoredInstance> {
    this.#reads += 1;
    return this.#state.instances();
  }

  messages(): readonly Message[] {
    this.#reads += 1;
    return this.#state.messages();
  }

  commit(change: StoreChange): void {
    this.#writes += 1;
    this.#state.apply(change);
  }

  operations(): { readonly reads: number; readonly writes: number } {
    return { reads: this.#reads, writes: this.#writes };
  }

  close(): void {
    // Nothing to release: the state stays for the next engine.
  }
}
