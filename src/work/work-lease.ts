import type { WorkRow } from '../domain/work/work-row.ts';
import type { Swap, Versioned, WorkRef } from '../ports/store.ts';
import { isoAfter, type WorkPorts } from './work-ports.ts';

/** Longer than an activity may run, so that a living look is not doubled. */
const lookLeaseMs = 10 * 60_000;
const mostTries = 20;

/** `again`: something was requested since the lease, and must be looked at. */
export type Release = 'done' | 'again';

/**
 * Takes the row for one look, before its first GET; the ETag it answers is the only right to park or settle it.
 * Undefined when nothing is owed.
 */
export async function leaseWork(ports: WorkPorts, ref: WorkRef): Promise<Versioned<WorkRow> | undefined> {
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const stored = await ports.store.work.read(ref);
    if (stored === undefined) return undefined;
    const leaseUntil = isoAfter(ports, lookLeaseMs);
    const swap = await ports.store.work.merge(ref, { leaseUntil }, stored.etag);
    if (swap.kind === 'done') return { value: { ...stored.value, leaseUntil }, etag: swap.etag };
    if (swap.kind === 'absent') return undefined;
  }
  throw new Error(`The work row of ${ref.kind} ${ref.key} could not be leased: it changed ${mostTries} times.`);
}

/** The next look is due at `dueAt` (ISO-8601 UTC) and stands for so many machines; the instance may end. */
export async function parkWork(
  ports: WorkPorts,
  leased: Versioned<WorkRow>,
  { dueAt, load = 1 }: { readonly dueAt: string; readonly load?: number },
): Promise<Release> {
  const patch = { dueAt, leaseUntil: '', starts: 0, ...(load === (leased.value.load ?? 1) ? {} : { load }) };
  return toRelease(await ports.store.work.merge(leased.value, patch, leased.etag));
}

/** Nothing is owed any more. */
export async function settleWork(ports: WorkPorts, leased: Versioned<WorkRow>): Promise<Release> {
  return toRelease(await ports.store.work.delete(leased.value, leased.etag));
}

/** An absent row was settled by a look that leased it after us, or by our own request whose answer was lost. */
function toRelease(swap: Swap): Release {
  return swap.kind === 'conflict' ? 'again' : 'done';
}
