import type { Ports } from '../ports/ports.ts';

const longestAgeMs = 60_000;

/**
 * Makes a reader that reads at most once a minute of app time, and shares what it read. A read that fails is not kept.
 * `read` is given app time in milliseconds.
 */
export function keepForAMinute<Value>(
  clock: Ports['clock'],
  read: (nowMs: number) => Promise<Value>,
): () => Promise<Value> {
  let kept: { readonly atMs: number; readonly value: Promise<Value> } | undefined;
  return () => {
    const nowMs = clock.now();
    if (kept === undefined || nowMs - kept.atMs >= longestAgeMs) {
      const value = read(nowMs);
      kept = { atMs: nowMs, value };
      value.catch(() => {
        kept = undefined;
      });
    }
    return kept.value;
  };
}
