import type { CancelTimer, TimeSource } from '../../clock/time-source.ts';

interface Waiting {
  readonly atMs: number;
  readonly fire: () => void;
}

/** Whatever takes longer than this hangs on purpose. App time. */
const horizonMs = 60 * 60_000;

/** A clock that can be run to its end: everything that is under way ends at once, in its order. */
export class EndingClock implements TimeSource {
  readonly #clock: TimeSource;
  readonly #waiting = new Set<Waiting>();
  #aheadMs = 0;

  constructor(clock: TimeSource) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now() + this.#aheadMs;
  }

  schedule(atMs: number, fire: () => void, what: string): CancelTimer {
    const waiting: Waiting = { atMs, fire };
    this.#waiting.add(waiting);
    const cancel = this.#clock.schedule(
      atMs - this.#aheadMs,
      () => {
        if (this.#waiting.delete(waiting)) fire();
      },
      what,
    );
    return () => {
      this.#waiting.delete(waiting);
      cancel();
    };
  }

  /** Fires what is due within an hour of app time, and what that leads to; the clock stays ahead by as much. */
  runToEnd(): void {
    const untilMs = this.now() + horizonMs;
    for (;;) {
      const [next] = [...this.#waiting].sort((a, b) => a.atMs - b.atMs);
      if (next === undefined || next.atMs > untilMs) return;
      this.#aheadMs += Math.max(0, next.atMs - this.now());
      this.#waiting.delete(next);
      next.fire();
    }
  }
}
