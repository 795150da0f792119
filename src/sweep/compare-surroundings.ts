import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { Ports } from '../ports/ports.ts';
import { refreshSurroundings } from './refresh-surroundings.ts';
import { oweSweptLook } from './save-found.ts';

/** Two or three reads each, a second at most: a thousand take two minutes so, where one after the other took the whole run. */
const atOnce = 10;

/** Owes a look to each subscription around which something is new, that is its policies or connectors, so many at a time. */
export async function compareSurroundings(ports: Ports, records: readonly SubscriptionRecord[]): Promise<void> {
  const waiting = records.values();
  const compareSome = async (): Promise<void> => {
    for (const record of waiting) {
      const why = await refreshSurroundings(ports, record);
      if (why !== undefined) await oweSweptLook(ports, record.subscription, why);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, compareSome));
  const failed = ended.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
