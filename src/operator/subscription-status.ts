import { hintOf } from '../domain/failures/failure-list.ts';
import { codeOf, wordOf } from '../domain/machine/standing.ts';
import { machineStatuses } from '../domain/machine/status.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';

/** Counts over all subscriptions; each is in exactly one status, so they add up to `subscriptions`. */
export interface SubscriptionCounts {
  readonly subscriptions: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** The most frequent first. */
  readonly causes: readonly {
    readonly status: string;
    readonly code: string;
    readonly subscriptions: number;
    readonly hint: string | undefined;
  }[];
}

/** Counts rows; pure. */
export function countSubscriptions(records: readonly SubscriptionRecord[]): SubscriptionCounts {
  const byStatus: Record<string, number> = Object.fromEntries(machineStatuses.map((status) => [status, 0]));
  const causes = new Map<string, SubscriptionCounts['causes'][number]>();
  for (const { standing } of records) {
    const status = wordOf(standing);
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    const code = codeOf(standing);
    if (code === undefined || standing.status === 'InProgress') continue;
    const cause = causes.get(`${status} ${code}`) ?? { status, code, subscriptions: 0, hint: hintOf(code) };
    causes.set(`${status} ${code}`, { ...cause, subscriptions: cause.subscriptions + 1 });
  }
  const sorted = [...causes.values()].sort((a, b) => b.subscriptions - a.subscriptions);
  return { subscriptions: records.length, byStatus, causes: sorted };
}
