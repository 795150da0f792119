/** Undoes a {@link TimeSource.schedule}; does nothing once the timer has fired. */
export type CancelTimer = () => void;

/**
 * App time: the one clock that engine, cron, simulator and delivery retries share.
 * Virtual in tests, real time multiplied by the speed locally.
 */
export interface TimeSource {
  /** Milliseconds since the epoch, app time. */
  now(): number;
  /** Calls `fire` once when app time has reached `atMs`; `what` names it in diagnostics. */
  schedule(atMs: number, fire: () => void, what: string): CancelTimer;
}

/** Waits `waitMs` of app time. */
export function delay(time: TimeSource, waitMs: number, what: string): Promise<void> {
  return new Promise((resolve) => {
    time.schedule(time.now() + waitMs, resolve, what);
  });
}
