import type { PendingReason } from '../failures/pending-reasons.ts';
import type { AnyFinding } from '../findings/finding.ts';
import type { StandingRow } from '../machine/standing-row.ts';

type WaitingSince = StandingRow['waitingSince'];

/** How long the machine has waited for this without a look in between that did not. Milliseconds. */
export function waitedMs(
  { waitingSince }: Pick<StandingRow, 'waitingSince'>,
  reason: PendingReason,
  nowMs: number,
): number {
  const since = waitingSince?.[reason];
  return since === undefined ? 0 : nowMs - Date.parse(since);
}

/** What the findings of this look wait for, since it was first found; what is waited for no more is forgotten. */
export function waitsOf(findings: Iterable<AnyFinding>, before: WaitingSince, nowMs: number): WaitingSince {
  const reasons = [...findings]
    .flatMap((finding) => [finding, ...('also' in finding ? (finding.also ?? []) : [])])
    .flatMap((finding) => (finding.kind === 'waiting' ? [finding.reason] : []));
  if (reasons.length === 0) return undefined;
  return Object.fromEntries(reasons.map((reason) => [reason, sinceOf(reason, before, nowMs)]));
}

/** The same for the one thing that kept a look from reading anything. */
export function waitingFor(reason: PendingReason, before: WaitingSince, nowMs: number): WaitingSince {
  return { ...before, [reason]: sinceOf(reason, before, nowMs) };
}

function sinceOf(reason: PendingReason, before: WaitingSince, nowMs: number): string {
  return before?.[reason] ?? new Date(nowMs).toISOString();
}
