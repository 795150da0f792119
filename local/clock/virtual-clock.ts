import type { EndWork, Ledger } from './ledger.ts';
import type { CancelTimer, TimeSource } from './time-source.ts';

interface Timer {
  readonly atMs: number;
  readonly sequence: number;
  readonly what: string;
  readonly fire: () => void;
}

/** Real time in which nothing at all begins. */
const stillMs = 20_000;
/** So many times as long may one instant last, however much happens in it: of a large fleet it is long. */
const longestInstant = 15;

/**
 * The clock of tests: stands still while anything is in hand, then jumps to the earliest timer and fires
 * everything due in (time, sequence) order. A real-time watchdog names the open tokens instead of hanging.
 */
export class VirtualClock implements TimeSource, Ledger {
  #nowMs: number;
  #sequence = 0;
  readonly #timers = new TimerHeap();
  readonly #open = new Map<number, string>();
  #asleep = 0;

  readonly #stillMs: number;

  constructor(startMs: number = Date.UTC(2026, 0, 5, 8, 0, 0), watchdogMs: number = stillMs) {
    this.#nowMs = startMs;
    this.#stillMs = watchdogMs;
  }

  now(): number {
    return this.#nowMs;
  }

  schedule(atMs: number, fire: () => void, what: string): CancelTimer {
    const timer: Timer = { atMs, sequence: ++this.#sequence, what, fire };
    this.#timers.push(timer);
    return () => this.#timers.remove(timer);
  }

  begin(what: string): EndWork {
    const id = ++this.#sequence;
    this.#open.set(id, what);
    return () => {
      this.#open.delete(id);
    };
  }

  /**
   * Waits `ms` of app time inside work that is itself in hand: meanwhile its own tokens, so many, do not keep the
   * clock back.
   */
  sleep(ms: number, ownTokens: number): Promise<void> {
    this.#asleep += ownTokens;
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#asleep -= ownTokens;
        resolve();
      };
      this.schedule(this.#nowMs + ms, wake, 'sleep');
    });
  }

  /** What is in hand now, for messages. */
  openTokens(): string[] {
    return [...this.#open.values()];
  }

  /** Waits, in real time, until nothing is in hand across two turns of the event loop. */
  async quiesce(): Promise<void> {
    const startedMs = performance.now();
    let [seen, sinceMs] = [this.#sequence, startedMs];
    let quietTurns = 0;
    while (quietTurns < 2) {
      await nextTurn();
      quietTurns = this.#open.size <= this.#asleep ? quietTurns + 1 : 0;
      const realMs = performance.now();
      if (this.#sequence !== seen) [seen, sinceMs] = [this.#sequence, realMs];
      if (realMs - sinceMs > this.#stillMs || realMs - startedMs > longestInstant * this.#stillMs) {
        const seconds = Math.round((realMs - startedMs) / 1000);
        throw new Error(`Virtual time stood still for ${seconds} s. In hand: ${this.openTokens().join('; ')}`);
      }
    }
  }

  /** Runs timers until app time is `untilMs`, or `done` says so after a jump. */
  async runUntil(untilMs: number, done: () => boolean = () => false): Promise<void> {
    for (;;) {
      await this.quiesce();
      if (done()) return;
      const next = this.#timers.peek();
      if (next === undefined || next.atMs > untilMs) {
        this.#nowMs = Math.max(this.#nowMs, untilMs);
        return;
      }
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      this.#fireDue();
    }
  }

  /** Runs `ms` of app time. */
  async advance(ms: number): Promise<void> {
    await this.runUntil(this.#nowMs + ms);
  }

  #fireDue(): void {
    for (let next = this.#timers.peek(); next !== undefined && next.atMs <= this.#nowMs; next = this.#timers.peek()) {
      this.#timers.remove(next);
      next.fire();
    }
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A binary heap by (time, sequence); removal is lazy. */
class TimerHeap {
  readonly #items: Timer[] = [];
  readonly #removed = new Set<Timer>();

  push(timer: Timer): void {
    const items = this.#items;
    items.push(timer);
    let index = items.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#before(index, parent)) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  remove(timer: Timer): void {
    this.#removed.add(timer);
  }

  peek(): Timer | undefined {
    for (let first = this.#items[0]; first !== undefined; first = this.#items[0]) {
      if (!this.#removed.delete(first)) return first;
      this.#pop();
    }
    this.#removed.clear();
    return undefined;
  }

  #pop(): void {
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return;
    this.#items[0] = last;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      let smallest = index;
      if (left < this.#items.length && this.#before(left, smallest)) smallest = left;
      if (left + 1 < this.#items.length && this.#before(left + 1, smallest)) smallest = left + 1;
      if (smallest === index) return;
      this.#swap(index, smallest);
      index = smallest;
    }
  }

  #before(a: number, b: number): boolean {
    const left = this.#items[a];
    const right = this.#items[b];
    if (left === undefined || right === undefined) return false;
    return left.atMs === right.atMs ? left.sequence < right.sequence : left.atMs < right.atMs;
  }

  #swap(a: number, b: number): void {
    const left = this.#items[a];
    const right = this.#items[b];
    if (left === undefined || right === undefined) return;
    this.#items[a] = right;
    this.#items[b] = left;
  }
}
