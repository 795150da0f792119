import type { TargetKey } from '../ids.ts';

/**
 * Whom a look can be owed to. A kind that this release does not look at is counted and left alone, like one that only
 * another release knows.
 */
export const workKinds = ['machine', 'subscription'] as const;
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
  /** So many machines it stands for against the limits; absent: one. A scale set stands for its instances. */
  readonly load?: number;
}

/** So many machines the limits have let this look work on: who started it without asking them got one. */
export function admittedLoad({ load = 1, starts }: Pick<WorkRow, 'load' | 'starts'>): number {
  return starts > 0 ? load : 1;
}

/** The partition of a row: its kind and the first hex digit of the key. */
export function workPartition(kind: WorkKind, key: TargetKey): string {
  return `${kind}|${key.slice(0, 1)}`;
}

/** The 16 partitions of a kind. */
export function workPartitions(kind: WorkKind): readonly string[] {
  return [...'0123456789abcdef'].map((digit) => `${kind}|${digit}`);
}
