import type { TimeSource } from '../../clock/time-source.ts';

export interface Timers {
  /** Runs `fire` after `ms` of app time; the answer cancels it. `onStop` runs instead when everything is stopped. */
  after(ms: number, what: string, fire: () => void, onStop?: () => void): () => void;
  /** Cancels all that are waiting. */
  stop(): void;
}

/** Timers that can be stopped together, so that a closed or reset simulator does nothing more. */
export function createTimers(time: TimeSource): Timers {
  const waiting = new Map<() => void, (() => void) | undefined>();
  return {
    after: (ms, what, fire, onStop) => {
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
      waiting.set(cancel, onStop);
      return cancel;
    },
    stop: () => {
      for (const [cancel, onStop] of [...waiting]) {
        cancel();
        onStop?.();
      }
    },
  };
}
