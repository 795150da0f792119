import type { TargetKey } from '../ids.ts';

export type WorkKind = 'machine';

/** A look is owed exactly while this row exists. Times are ISO-8601 UTC; an absent or empty lease is none. */
export interface WorkRow {
  readonly kind: WorkKind;
  readonly key: TargetKey;
  readonly resourceId: string;
  readonly subscription: string;
  readonly dueAt: string;
  readonly leaseUntil: string;
  readonly starts: number;
  /** New with every request, so that a settle by an older look fails. */
  readonly stamp: string;
  readonly reason: string;
}

/** The 16 partitions of a kind: its name and the first hex digit of the key. */
export function workPartition(kind: WorkKind, key: TargetKey): string {
  return `${kind}|${key.slice(0, 1)}`;
}
