import type { CancelTimer, TimeSource } from './time-source.ts';

/** What two processes share to agree on app time: app = startAppMs + (real - startRealMs) * speed. */
export interface ClockOrigin {
  readonly startAppMs: number;
  readonly startRealMs: number;
  /** 1 to 60. */
  readonly speed: number;
}

const longestTimeoutMs = 2 ** 31 - 1;

/** App time that runs `speed` times as fast as real time. */
export class ScaledClock implements TimeSource {
  readonly #origin: ClockOrigin;

  constructor(origin: ClockOrigin) {
    this.#origin = origin;
  }

  now(): number {
    const { startAppMs, startRealMs, speed } = this.#origin;
    return startAppMs + (Date.now() - startRealMs) * speed;
  }

  schedule(atMs: number, fire: () => void, what: string): CancelTimer {
    let handle: NodeJS.Timeout;
    const setTimer = (): void => {
      const waitMs = Math.ceil((atMs - this.now()) / this.#origin.speed);
      if (waitMs <= 0) handle = setTimeout(fire, 0);
      else if (waitMs > longestTimeoutMs) handle = setTimeout(setTimer, longestTimeoutMs);
      else handle = setTimeout(setTimer, waitMs);
    };
    setTimer();
    void what;
    return () => clearTimeout(handle);
  }
}
