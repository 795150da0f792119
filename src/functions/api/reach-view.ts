import type { z } from 'zod';
import type { ApprovedReach, ReachSummary } from '../../domain/subscription/reach-summary.ts';
import type { SubscriptionRecord } from '../../domain/subscription/subscription-record.ts';
import type { approvedReachView, reachCount, reachView } from '../contract/replies/reach.ts';

/** Where the whole list is, below the host. */
export function reachPath({ key }: Pick<SubscriptionRecord, 'key'>): string {
  return `/api/subscriptions/${key}/reach`;
}

export function toReachView({ hash, ...rest }: ReachSummary): z.input<typeof reachView> {
  return { reachHash: hash, ...rest, ...toReachCount(rest) };
}

export function toReachCount({ state, counts }: Pick<ReachSummary, 'state' | 'counts'>): z.input<typeof reachCount> {
  return { state, total: Object.values(counts).reduce((sum, { machines }) => sum + machines, 0) };
}

/** Without the parts, which only decisions read. */
export function toApprovedReachView({ hash, by, why, at }: ApprovedReach): z.input<typeof approvedReachView> {
  return { reachHash: hash, by, why, at };
}
