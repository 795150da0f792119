import type { TimelineEntry } from '../machine/machine-record.ts';
import type { ApprovedReach, ReachSummary } from '../subscription/reach-summary.ts';
import type { SubscriptionRecord } from '../subscription/subscription-record.ts';
import { protectedOf } from './list-reach.ts';
import { hashOfReach, partsOfReach } from './reach-hash.ts';
import { summarizeReach } from './summarize-reach.ts';
import type { WantedReach } from './wanted-reach.ts';

export interface ApproveRequest {
  readonly reachHash: string;
  readonly by: string;
  readonly why: string;
}

export type ApproveOutcome =
  | {
      readonly kind: 'approved';
      readonly record: SubscriptionRecord;
      readonly entry: TimelineEntry;
      readonly reach: ReachSummary;
      readonly approvedReach: ApprovedReach;
    }
  /** No write that is wanted reaches anybody who is protected. */
  | { readonly kind: 'nothingHeld' }
  /** Another list than the one that was read. */
  | { readonly kind: 'changed'; readonly reach: ReachSummary };

/** A person lets exactly this list through. Nothing is adopted or armed by it. `nowMs`: app time. */
export function approveReach(
  record: SubscriptionRecord,
  reach: WantedReach,
  { reachHash, by, why, tenantId }: ApproveRequest & { readonly tenantId: string | undefined },
  nowMs: number,
): ApproveOutcome {
  const { machines, steps } = reach;
  const protectedOnes = protectedOf(machines);
  if (protectedOnes.length === 0) return { kind: 'nothingHeld' };
  const hash = hashOfReach(machines);
  if (reachHash.toLowerCase() !== hash) {
    return { kind: 'changed', reach: summarizeReach(reach, record.approvedReach, nowMs) };
  }
  const at = new Date(nowMs).toISOString();
  const approvedReach: ApprovedReach = { hash, steps, parts: partsOfReach(machines), tenantId, by, why, at };
  const summary = summarizeReach(reach, approvedReach, nowMs);
  const text = `approve the reach of Defender, ${protectedOnes.length} of ${machines.length} machines not meant for it: ${why} (${hash})`;
  return {
    kind: 'approved',
    record: { ...record, approvedReach, reach: summary },
    entry: { at, what: 'operator', text, code: 'ReachesProtectedMachines', by },
    reach: summary,
    approvedReach,
  };
}
