import type { TimelineEntry } from '../domain/machine/machine-record.ts';
import type { TargetRow } from '../domain/work/target-row.ts';
import type { Ports } from '../ports/ports.ts';

/**
 * What happened to a target, newest first: the stored timeline, and those entries of the record that a crash kept from
 * it.
 */
export async function readTimeline(
  ports: Pick<Ports, 'store'>,
  record: Pick<TargetRow, 'key' | 'latest'>,
  limit: number,
): Promise<readonly TimelineEntry[]> {
  const stored = await ports.store.timeline.recent(record.key, limit);
  const carried = record.latest.filter((entry) => !stored.some((other) => isSame(entry, other)));
  const merged = [...[...carried].reverse(), ...stored].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  return merged.slice(0, limit);
}

function isSame(a: TimelineEntry, b: TimelineEntry): boolean {
  return a.at === b.at && a.what === b.what && a.text === b.text;
}
