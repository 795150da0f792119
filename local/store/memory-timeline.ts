import type { TargetKey } from '../../src/domain/ids.ts';
import type { TimelineEntry } from '../../src/domain/machine/machine-record.ts';
import type { TimelineTable } from '../../src/ports/store.ts';
import { keptTimelineEntries, timelineNames } from '../../src/store/timeline-name.ts';

/** Timelines in memory. */
export class MemoryTimeline implements TimelineTable {
  readonly #rows = new Map<TargetKey, Map<string, TimelineEntry>>();

  async append(key: TargetKey, entries: readonly TimelineEntry[]): Promise<void> {
    const rows = this.#rows.get(key) ?? new Map<string, TimelineEntry>();
    const names = timelineNames(entries);
    entries.forEach((entry, index) => {
      rows.set(names[index] ?? '', entry);
    });
    for (const name of [...rows.keys()].sort().slice(keptTimelineEntries)) rows.delete(name);
    this.#rows.set(key, rows);
  }

  async recent(key: TargetKey, limit: number): Promise<readonly TimelineEntry[]> {
    const rows = [...(this.#rows.get(key) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return rows.slice(0, Math.min(limit, keptTimelineEntries)).map(([, entry]) => entry);
  }

  async deleteAll(key: TargetKey): Promise<void> {
    this.#rows.delete(key);
  }
}
