import type { Clock } from '../ports/ports.ts';

interface Kept<T> {
  readonly name: string;
  readonly atMs: number;
  readonly value: T;
}

/** What was read a short while ago, in real time, and may be used again. */
export class KeptReadings<T> {
  readonly #wallClock: Clock;
  readonly #keptMs: number;
  #kept: readonly Kept<T>[] = [];

  /** `keptMs`: how long a reading may be used, in milliseconds of real time. */
  constructor(wallClock: Clock, keptMs: number) {
    this.#wallClock = wallClock;
    this.#keptMs = keptMs;
  }

  /** The reading of this name; undefined when there is none or it is too old. */
  find(name: string): T | undefined {
    return this.#young().find((one) => one.name === name)?.value;
  }

  keep(name: string, value: T): void {
    const others = this.#young().filter((one) => one.name !== name);
    this.#kept = [...others, { name, atMs: this.#wallClock.now(), value }];
  }

  #young(): readonly Kept<T>[] {
    const nowMs = this.#wallClock.now();
    return this.#kept.filter(({ atMs }) => nowMs - atMs <= this.#keptMs);
  }
}
