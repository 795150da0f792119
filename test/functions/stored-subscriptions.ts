import type { World } from '../../local/world/virtual-world.ts';
import type { WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import type { WrittenSubscription } from '../../src/domain/fleet/subscription-schema.ts';
import { stepIdSchema } from '../../src/domain/ids.ts';
import { newSubscription } from '../../src/domain/subscription/new-subscription.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';

/** The GUID of another subscription than the world's; each number has its own. */
export function otherGuid(number: number): string {
  return `6b5c0000-0000-4000-a000-${String(number).padStart(12, '0')}`;
}

/** Stores the row of a subscription, that of the world's unless told otherwise. */
export async function storeSubscription(
  world: World,
  { subscription = world.tenant.subscription, ...change }: Partial<SubscriptionRecord> = {},
): Promise<SubscriptionRecord> {
  const at = new Date(world.clock.now()).toISOString();
  const record = { ...newSubscription(subscriptionRef(subscription), at), ...change };
  await world.store.subscriptions.insert(record);
  return record;
}

/** Steps that a look would send if it were let. */
export function subscriptionWrites(...steps: readonly string[]): Pick<SubscriptionRecord, 'wouldWrite'> {
  return {
    wouldWrite: steps.map((step) => ({ step: stepIdSchema.parse(step), why: 'missing', changesDefaultToken: false })),
  };
}

/** The usual file of a world with these entries of `subscriptions[]`, and perhaps more subscriptions in scope. */
export function withEntries(
  subscriptions: readonly WrittenSubscription[],
  inScope: readonly string[] = [],
): (usual: WrittenFleet) => WrittenFleet {
  return (usual) => ({
    ...usual,
    scope: { ...usual.scope, subscriptions: [...(usual.scope.subscriptions ?? []), ...inScope] },
    subscriptions: [...subscriptions],
  });
}
