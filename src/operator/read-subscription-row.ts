import type { TargetKey } from '../domain/ids.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { Ports } from '../ports/ports.ts';
import type { ReadRow } from './change-row.ts';

/** Reads the row of a subscription. Throws when the store fails. */
export async function readSubscriptionRow(
  { store }: Pick<Ports, 'store'>,
  key: TargetKey,
): Promise<ReadRow<SubscriptionRecord>> {
  try {
    return { kind: 'read', stored: await store.subscriptions.read(key) };
  } catch (error) {
    // A list goes on over what cannot be read and names it.
    const row = (await store.subscriptions.listAll()).unreadable.find((one) => one.key === key);
    if (row === undefined) throw error;
    return { kind: 'unreadable', row };
  }
}
