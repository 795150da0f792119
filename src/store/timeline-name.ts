import { canonicalJson } from '../domain/canonical-json.ts';
import { sha256Hex } from '../domain/hash.ts';
import type { TimelineEntry } from '../domain/machine/machine-record.ts';

/** How many entries of one machine are kept. */
export const keptTimelineEntries = 100;

/** Milliseconds since the epoch have 13 digits until the year 2286. */
const newestMs = 9_999_999_999_999;

/** The time of the entry that is named so, as ISO-8601 UTC. */
export function timeOfName(name: string): string {
  const ms = newestMs - Number(name.slice(0, 13));
  return new Date(Number.isFinite(ms) ? ms : 0).toISOString();
}

/**
 * Row keys of entries that are appended together: ascending order is newest first. Time and content name the row,
 * so the same entry written twice is one row; the position keeps the order of entries of one moment.
 */
export function timelineNames(entries: readonly TimelineEntry[]): readonly string[] {
  const seen = new Map<string, number>();
  return entries.map((entry) => {
    const position = seen.get(entry.at) ?? 0;
    seen.set(entry.at, position + 1);
    const time = String(newestMs - Date.parse(entry.at)).padStart(13, '0');
    const order = String(999 - position).padStart(3, '0');
    return `${time}-${order}-${sha256Hex(canonicalJson({ ...entry })).slice(0, 12)}`;
  });
}
