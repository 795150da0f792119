import { isForeignSubscription } from '../domain/subscription/foreign-subscription.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { observeSubscription } from '../look/observe-subscription.ts';
import type { Ports } from '../ports/ports.ts';
import { type Plan, planTarget } from './plan-target.ts';

/** Reads the subscription now and says what a look would do; writes nothing, neither to Azure nor to the store. */
export async function planSubscription(ports: Ports, record: SubscriptionRecord): Promise<Plan<SubscriptionRecord>> {
  // A look leaves it alone, and so nothing would be done.
  if (isForeignSubscription(record)) return { kind: 'planned', record, steps: [] };
  return await planTarget(ports, record, async (lookId) => {
    const observed = await observeSubscription(ports, { record, lookId });
    if (observed.kind !== 'found') return observed;
    const { record: judged, wanted } = observed.decision;
    return { kind: 'decided', record: judged, wanted };
  });
}
