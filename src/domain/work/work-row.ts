import type { TargetKey } from '../ids.ts';

/** Rows may stand in the table of kinds that are not here: another release knows them. */
export const workKinds = ['machine'] as const;
export type WorkKind = (typeof workKinds)[number];

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
