import type { EndWork, Ledger } from '../clock/ledger.ts';
import { Fifo } from './fifo.ts';

interface Entry<T> {
  readonly item: T;
  readonly end: EndWork;
}

/** Runs items in their order, a limited number at a time; each holds a ledger token from `push` until its run has ended. */
export class WorkQueue<T> {
  readonly #waiting = new Fifo<Entry<T>>();
  readonly #running = new Set<Entry<T>>();
  readonly #limit: number;
  readonly #ledger: Ledger;
  readonly #run: (item: T, end: EndWork) => Promise<void>;
  #pumping = false;
  #closed = false;

  /** `run` must not reject; it may give its token back before it has ended. */
  constructor(queue: {
    readonly limit: number;
    readonly ledger: Ledger;
    readonly run: (item: T, end: EndWork) => Promise<void>;
  }) {
    this.#limit = queue.limit;
    this.#ledger = queue.ledger;
    this.#run = queue.run;
  }

  push(item: T, what: string): void {
    if (this.#closed) return;
    this.#waiting.push({ item, end: this.#ledger.begin(what) });
    this.#schedulePump();
  }

  /** Forgets everything and gives the tokens back; runs that are under way go on unheard. */
  close(): void {
    this.#closed = true;
    for (let entry = this.#waiting.shift(); entry !== undefined; entry = this.#waiting.shift()) entry.end();
    for (const entry of this.#running) entry.end();
  }

  /** On the event loop, not at once: long chains of work must not starve the servers of the process. */
  #schedulePump(): void {
    if (this.#pumping || this.#waiting.size === 0 || this.#running.size >= this.#limit) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      while (this.#running.size < this.#limit) {
        const entry = this.#waiting.shift();
        if (entry === undefined) return;
        this.#running.add(entry);
        void this.#run(entry.item, entry.end).then(() => this.#ended(entry));
      }
    });
  }

  #ended(entry: Entry<T>): void {
    this.#running.delete(entry);
    entry.end();
    this.#schedulePump();
  }
}
