import type { TimeSource } from '../clock/time-source.ts';

export interface Timers {
  /** Runs `fire` after `ms` of app time; the answer cancels it. */
  after(ms: number, what: string, fire: () => void): () => void;
  /** Cancels all that are waiting. */
  stop(): void;
}

/** Timers that can be stopped together, so that a closed or reset simulator does nothing more. */
export function createTimers(time: TimeSource): Timers {
  const waiting = new Set<() => void>();
  return {
    after: (ms, what, fire) => {
      const cancel = (): void => {
        waiting.delete(cancel);
        cancelTimer();
      };
      const cancelTimer = time.schedule(
        time.now() + ms,
        () => {
          waiting.delete(cancel);
          fire();
        },
        `azure: ${what}`,
      );
      waiting.add(cancel);
      return cancel;
    },
    stop: () => {
      for (const cancel of [...waiting]) cancel();
    },
  };
}
