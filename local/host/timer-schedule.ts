import { parseNcrontab } from './ncrontab.ts';
import { parseTimeSpan } from './time-span.ts';

/** When a timer function runs. */
export interface TimerSchedule {
  /** The next time strictly after `afterMs`. */
  next(afterMs: number): number;
  /** False for a constant interval, as the host tells the function. */
  readonly adjustForDst: boolean;
  /** Schedules under a minute keep no status and are never past due. */
  readonly monitored: boolean;
}

/**
 * Reads an NCRONTAB expression or a constant interval `hh:mm:ss`.
 * @throws Error for anything else, and for an expression that never matches.
 */
export function parseTimerSchedule(text: string): TimerSchedule {
  const intervalMs = parseTimeSpan(text);
  if (intervalMs !== undefined) {
    if (intervalMs < 1000) throw new Error(`Schedule '${text}' is not an interval of at least one second.`);
    return { next: (afterMs) => afterMs + intervalMs, adjustForDst: false, monitored: intervalMs >= 60_000 };
  }
  const cron = parseNcrontab(text);
  const next = (afterMs: number): number => {
    const atMs = cron.next(afterMs);
    if (atMs === undefined) throw new Error(`Schedule '${text}' never comes.`);
    return atMs;
  };
  return { next, adjustForDst: true, monitored: smallestGapMs(next) >= 60_000 };
}

/** Over a handful of occurrences, which is what the host looks at too. */
function smallestGapMs(next: (afterMs: number) => number): number {
  let smallest = Number.POSITIVE_INFINITY;
  let atMs = next(0);
  for (let occurrence = 0; occurrence < 5; occurrence += 1) {
    const followingMs = next(atMs);
    smallest = Math.min(smallest, followingMs - atMs);
    atMs = followingMs;
  }
  return smallest;
}
