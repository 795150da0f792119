import type { Clock } from '../ports/ports.ts';

interface Kept<T> {
  readonly atMs: number;
  readonly value: T;
}

/** What was read a short while ago, in real time, and may be used again. */
export class KeptReadings<T> {
  readonly #wallClock: Clock;
  readonly #keptMs: number;
  readonly #kept = new Map<string, Kept<T>>();

  /** `keptMs`: how long a reading may be used, in milliseconds of real time. */
  constructor(wallClock: Clock, keptMs: number) {
    this.#wallClock = wallClock;
    this.#keptMs = keptMs;
  }

  /** The reading of this name; undefined when there is none or it is too old. */
  find(name: string): T | undefined {
    const nowMs = this.#wallClock.now();
    for (const [each, { atMs }] of this.#kept) if (nowMs - atMs > this.#keptMs) this.#kept.delete(each);
    return this.#kept.get(name)?.value;
  }

  keep(name: string, value: T): void {
    this.#kept.set(name, { atMs: this.#wallClock.now(), value });
  }
}
