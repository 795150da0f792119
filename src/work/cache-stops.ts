import type { SubscriptionStops } from '../domain/stops/scope-stop.ts';
import type { Clock } from '../ports/ports.ts';
import type { StopTable, Versioned } from '../ports/store.ts';

/** What other processes change is seen so late at most. Milliseconds of app time. */
const keptMs = 5_000;
/** A tenant has a few hundred subscriptions; more than this means that something else is kept here. */
const mostKept = 1_000;

interface Kept {
  readonly read: Promise<Versioned<SubscriptionStops> | undefined>;
  readonly untilMs: number;
}

/**
 * Reads a subscription's row once every five seconds, since each look and each step asks for it. A change by this process
 * counts at once; one that is made over an old version is refused by the row itself, and then it is read anew.
 */
export function cacheStops(table: StopTable, clock: Clock): StopTable {
  const kept = new Map<string, Kept>();
  const forget = (subscription: string): void => {
    kept.delete(subscription.toLowerCase());
  };
  return {
    read: (subscription) => {
      const key = subscription.toLowerCase();
      const known = kept.get(key);
      if (known !== undefined && clock.now() < known.untilMs) return known.read;
      if (kept.size >= mostKept) kept.clear();
      const read = table.read(subscription);
      kept.set(key, { read, untilMs: clock.now() + keptMs });
      read.catch(() => forget(key));
      return read;
    },
    insert: async (row) => {
      const inserted = await table.insert(row);
      forget(row.subscription);
      return inserted;
    },
    replace: async (row, etag) => {
      const swap = await table.replace(row, etag);
      forget(row.subscription);
      return swap;
    },
    list: () => table.list(),
  };
}
