import type { TargetKey } from '../domain/ids.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { Clock } from '../ports/ports.ts';
import type { SubscriptionTable } from '../ports/store.ts';

/**
 * Thousands of machines share one subscription, and each of their looks needs its row. So long a look may go by what
 * this process read before: milliseconds of real time. It is no longer than a permit lives, and what a look decides is
 * judged once more at each write, on a fresh row.
 */
const longestAgeMs = 5_000;

/** Rows of subscriptions, of which `readRecent` is answered from memory for some seconds; not once this process wrote it. */
export function cacheSubscriptions(table: SubscriptionTable, wallClock: Clock): SubscriptionTable {
  const recent = new Map<TargetKey, { readonly atMs: number; readonly row: Promise<SubscriptionRecord | undefined> }>();
  const forgetAfter = async <T>(key: TargetKey, write: Promise<T>): Promise<T> => {
    try {
      return await write;
    } finally {
      recent.delete(key);
    }
  };
  return {
    ...table,
    readRecent: (key) => {
      const nowMs = wallClock.now();
      const known = recent.get(key);
      if (known !== undefined && nowMs - known.atMs < longestAgeMs) return known.row;
      const row = table.readRecent(key);
      recent.set(key, { atMs: nowMs, row });
      row.catch(() => recent.delete(key));
      return row;
    },
    insert: (row) => forgetAfter(row.key, table.insert(row)),
    replace: (row, etag) => forgetAfter(row.key, table.replace(row, etag)),
    delete: (key, etag) => forgetAfter(key, table.delete(key, etag)),
  };
}
