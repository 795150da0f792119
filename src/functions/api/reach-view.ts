import type { z } from 'zod';
import type { ApprovedReach, ReachSummary } from '../../domain/subscription/reach-summary.ts';
import type { SubscriptionRecord } from '../../domain/subscription/subscription-record.ts';
import type { approvedReachView, reachView } from '../contract/replies/reach.ts';

/** Where the whole list is, below the host. */
export function reachPath({ key }: Pick<SubscriptionRecord, 'key'>): string {
  return `/api/subscriptions/${key}/reach`;
}

export function toReachView({ hash, counts, ...rest }: ReachSummary): z.input<typeof reachView> {
  const total = Object.values(counts).reduce((sum, { machines }) => sum + machines, 0);
  return { reachHash: hash, total, counts, ...rest };
}

/** Without the parts, which only decisions read. */
export function toApprovedReachView({ hash, by, why, at }: ApprovedReach): z.input<typeof approvedReachView> {
  return { reachHash: hash, by, why, at };
}
