import type { TargetKey } from '../domain/ids.ts';
import type { TimelineEntry } from '../domain/machine/machine-record.ts';
import type { TargetRow } from '../domain/work/target-row.ts';
import type { Ports } from '../ports/ports.ts';
import type { RowTable, UnreadableRow, Versioned } from '../ports/store.ts';

export type ReadRow<Row> =
  | { readonly kind: 'read'; readonly stored: Versioned<Row> | undefined }
  /** It is there and damaged: a person has to repair it. */
  | { readonly kind: 'unreadable'; readonly row: UnreadableRow };

/** A change that somebody asked for, with the line that tells of it; or, with another kind, why there is none. */
export interface Change<Row> {
  readonly kind: string;
  readonly record?: Row;
  readonly entry?: TimelineEntry;
}

/** There is no row to decide about. */
export type NoRow = { readonly kind: 'unknown' } | { readonly kind: 'unreadable'; readonly row: UnreadableRow };

/** Rows of one kind, with how one is read that may be damaged. */
export interface ChangedRows<Row> {
  /** For messages: `machine`, `subscription`. */
  readonly kind: string;
  readonly rows: Pick<RowTable<Row>, 'replace'>;
  read(key: TargetKey): Promise<ReadRow<Row>>;
}

const swapTries = 8;
/** Entries on the record itself; the timeline has them all. */
const mostCarried = 10;

/**
 * Changes the row of a target as decided from what it is now, by compare-and-set, and tells so in its timeline. Throws
 * when the store fails, and when others are always faster.
 */
export async function changeRow<Row extends Pick<TargetRow, 'latest'>, Decided extends Change<Row>>(
  ports: Pick<Ports, 'store'>,
  { kind, rows, read }: ChangedRows<Row>,
  key: TargetKey,
  decide: (record: Row) => Decided,
): Promise<Decided | NoRow> {
  for (let attempt = 0; attempt < swapTries; attempt++) {
    const found = await read(key);
    if (found.kind === 'unreadable') return found;
    if (found.stored === undefined) return { kind: 'unknown' };
    const decided = decide(found.stored.value);
    const { record, entry } = decided;
    if (record === undefined || entry === undefined) return decided;
    const latest = [...record.latest, entry].slice(-mostCarried);
    const saved = await rows.replace({ ...record, latest }, found.stored.etag);
    if (saved.kind !== 'done') continue;
    // The record carries the entry too, so nothing is lost when this fails.
    await ports.store.timeline.append(key, [entry]).catch(() => undefined);
    return decided;
  }
  throw new Error(`The row of ${kind} ${key} changed ${swapTries} times while it was to be changed; try again.`);
}
