import { discoverAlone } from '../domain/discovery/discover-alone.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { Ports } from '../ports/ports.ts';
import { saveFound } from './save-found.ts';

/**
 * Azure Resource Graph showed a run nothing at all, since the app may read nothing of what was asked for. That is no
 * complete answer, and may never end: a tenant whose only subscription was moved, deleted or taken from the app answers
 * so from then on. So each that has a row is read by itself, which Azure refuses for that one alone. No row is made.
 */
export async function applyRefusal(ports: Ports, records: readonly SubscriptionRecord[]): Promise<void> {
  for (const record of records) {
    const answer = await ports.azure.readSubscription(record, false);
    const judge = (row: SubscriptionRecord | undefined) => discoverAlone(row, answer, ports.clock.now());
    if (judge(record) !== undefined) await saveFound(ports, record.subscription, judge);
  }
}
