import type { TargetKey } from '../domain/ids.ts';
import type { MachineRecord, TimelineEntry } from '../domain/machine/machine-record.ts';
import type { Ports } from '../ports/ports.ts';
import type { UnreadableRow } from '../ports/store.ts';
import { readRecord } from './read-record.ts';

/** A change that somebody asked for, with the line that tells of it; or, with another kind, why there is none. */
interface Change {
  readonly kind: string;
  readonly record?: MachineRecord;
  readonly entry?: TimelineEntry;
}

/** There is no row to decide about. */
export type NoRecord = { readonly kind: 'unknown' } | { readonly kind: 'unreadable'; readonly row: UnreadableRow };

const swapTries = 8;
/** Entries on the record itself; the timeline has them all. */
const mostCarried = 10;

/**
 * Changes the row of a machine as decided from what it is now, by compare-and-set, and tells so in its timeline. Throws
 * when the store fails, and when others are always faster.
 */
export async function changeRecord<Decided extends Change>(
  ports: Pick<Ports, 'store'>,
  key: TargetKey,
  decide: (record: MachineRecord) => Decided,
): Promise<Decided | NoRecord> {
  for (let attempt = 0; attempt < swapTries; attempt++) {
    const read = await readRecord(ports, key);
    if (read.kind === 'unreadable') return read;
    if (read.stored === undefined) return { kind: 'unknown' };
    const decided = decide(read.stored.value);
    const { record, entry } = decided;
    if (record === undefined || entry === undefined) return decided;
    const latest = [...record.latest, entry].slice(-mostCarried);
    const saved = await ports.store.machines.replace({ ...record, latest }, read.stored.etag);
    if (saved.kind !== 'done') continue;
    // The record carries the entry too, so nothing is lost when this fails.
    await ports.store.timeline.append(key, [entry]).catch(() => undefined);
    return decided;
  }
  throw new Error(`The row of machine ${key} changed ${swapTries} times while it was to be changed; try again.`);
}
