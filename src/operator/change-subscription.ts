import type { TargetKey } from '../domain/ids.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { Ports } from '../ports/ports.ts';
import { type Change, changeRow, type NoRow } from './change-row.ts';
import { readSubscriptionRow } from './read-subscription-row.ts';

/** Changes the row of a subscription as decided from what it is now; see {@link changeRow}. */
export function changeSubscription<Decided extends Change<SubscriptionRecord>>(
  ports: Pick<Ports, 'store'>,
  key: TargetKey,
  decide: (record: SubscriptionRecord) => Decided,
): Promise<Decided | NoRow> {
  const { subscriptions } = ports.store;
  const read = (one: TargetKey) => readSubscriptionRow(ports, one);
  return changeRow(ports, { kind: 'subscription', rows: subscriptions, read }, key, decide);
}
