import { createRandom } from '../../../local/azure/core/random.ts';
import { delay, type TimeSource } from '../../../local/clock/time-source.ts';
import { observeStore, observeTable, type StoreHook } from '../../../local/store/observe-store.ts';
import type { StorePort, WorkTable } from '../../../src/ports/store.ts';
import { type SecondStore, subscriptionKind } from '../second-kind/subscription-kind.ts';
import { callableWork } from './callable-tables.ts';

/** The process that did this died in the middle of it. */
class Crash extends Error {}

/** Bad luck from a seed, and its end: after `calm()` nothing goes wrong any more. */
export class Chaos {
  readonly #random;
  readonly #time: TimeSource;
  #isCalm = false;
  readonly counts = new Map<string, number>();

  constructor(seed: number, time: TimeSource) {
    this.#random = createRandom(seed);
    this.#time = time;
  }

  get isCalm(): boolean {
    return this.#isCalm;
  }

  calm(): void {
    this.#isCalm = true;
  }

  /** True with this probability; a named misfortune is counted and ends with the calm. */
  happens(probability: number, misfortune?: string): boolean {
    const does = this.#random.next() < probability;
    if (misfortune === undefined || !does) return does;
    if (this.#isCalm) return false;
    this.note(misfortune);
    return true;
  }

  /** Counts a misfortune that was brought about otherwise. */
  note(misfortune: string): void {
    this.counts.set(misfortune, (this.counts.get(misfortune) ?? 0) + 1);
  }

  between(min: number, max: number): number {
    return this.#random.between(min, max);
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.between(0, items.length - 1)];
    if (item === undefined) throw new Error('Nothing to pick from.');
    return item;
  }

  async pause(minMs: number, maxMs: number): Promise<void> {
    await delay(this.#time, this.between(minMs, maxMs), 'a pause of the model');
  }

  /** The store as one process sees it: slow at times, and with a probability per moment of dying there. */
  storeOf(store: SecondStore, crashProbability: number): SecondStore {
    const hook = this.#misfortunesOf(crashProbability);
    return { ...this.#observe(store, hook), watched: observeTable('watched', store.watched, hook) };
  }

  /** The same of a store without a second kind of the tests. */
  plainStoreOf(store: StorePort, crashProbability: number): StorePort {
    return this.#observe(store, this.#misfortunesOf(crashProbability));
  }

  #misfortunesOf(crashProbability: number): StoreHook {
    let isDead = false;
    return async ({ name, phase }) => {
      const isList = name === 'work.listDue';
      if (this.happens(isList ? 0.02 : 0.4)) await this.pause(1, this.happens(0.05) ? 20_000 : 400);
      if (isDead || this.happens(isList ? crashProbability / 10 : crashProbability, `crash ${phase} ${name}`)) {
        isDead = true;
        throw new Crash(`died ${phase} ${name}`);
      }
    };
  }

  #observe(store: StorePort, hook: StoreHook): StorePort {
    const observed = observeStore(store, hook);
    return { ...observed, work: this.#refusingAsks(observed.work) };
  }

  /** Nobody but a look asks for a subscription's look; now and then that is refused, or done and not answered. */
  #refusingAsks(work: WorkTable): WorkTable {
    const upsert: WorkTable['upsert'] = async (ref, patch) => {
      const isAsk = ref.kind === subscriptionKind.kind;
      if (isAsk && this.happens(0.1, 'ask refused')) throw new Error('the store refuses');
      await work.upsert(ref, patch);
      if (isAsk && this.happens(0.05, 'answer of an ask lost')) throw new Error('no answer');
    };
    return { ...callableWork(work), upsert };
  }
}
