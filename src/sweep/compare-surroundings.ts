import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { Ports } from '../ports/ports.ts';
import { atOnce } from './at-once.ts';
import { refreshSurroundings } from './refresh-surroundings.ts';
import { oweSweptLook } from './save-found.ts';

/** Two or three reads each, a second at most: a thousand take two minutes so, where one after the other took the whole run. */
const subscriptionsAtOnce = 10;

/** Owes a look to each subscription around which something is new, that is its policies or connectors, so many at a time. */
export async function compareSurroundings(ports: Ports, records: readonly SubscriptionRecord[]): Promise<void> {
  await atOnce(subscriptionsAtOnce, records, async (record) => {
    const why = await refreshSurroundings(ports, record);
    if (why !== undefined) await oweSweptLook(ports, record.subscription, why);
  });
}
