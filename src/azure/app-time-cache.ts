import type { Clock } from '../ports/ports.ts';

interface Entry<T> {
  readonly result: Promise<T>;
  /** While it is being read: for ever, so that everybody waits for that one read. */
  readonly untilMs: number;
}

/** Keeps values for a while of app time; whoever asks while a value is being read waits for that same read. */
export class AppTimeCache<T> {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry<T>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `secondsOf` tells how long a value may be used. A read that rejects is not kept. */
  async get(key: string, read: () => Promise<T>, secondsOf: (value: T) => number): Promise<T> {
    const entry = this.#entries.get(key);
    if (entry !== undefined && this.#clock.now() < entry.untilMs) return await entry.result;
    const result = read();
    this.#entries.set(key, { result, untilMs: Number.POSITIVE_INFINITY });
    const keep = (seconds: number) => this.#entries.set(key, { result, untilMs: this.#clock.now() + 1_000 * seconds });
    result.then(
      (value) => keep(secondsOf(value)),
      () => keep(0),
    );
    return await result;
  }
}
