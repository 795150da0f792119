import type { Ports } from '../ports/ports.ts';

const longestAgeMs = 60_000;

/**
 * Makes a reader that reads at most once a minute of app time, and shares what it read. A read that fails is not kept, nor
 * is a value that `isKept` does not want. `read` is given app time in milliseconds.
 */
export function keepForAMinute<Value>(
  clock: Ports['clock'],
  read: (nowMs: number) => Promise<Value>,
  isKept: (value: Value) => boolean = () => true,
): () => Promise<Value> {
  let kept: { readonly atMs: number; readonly value: Promise<Value> } | undefined;
  return () => {
    const nowMs = clock.now();
    if (kept === undefined || nowMs - kept.atMs >= longestAgeMs) {
      const value = read(nowMs);
      const reading = { atMs: nowMs, value };
      kept = reading;
      const forget = (): void => {
        if (kept === reading) kept = undefined;
      };
      value.then((found) => (isKept(found) ? undefined : forget()), forget);
    }
    return kept.value;
  };
}
