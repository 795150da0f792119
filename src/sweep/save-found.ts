import type { Discovered } from '../domain/discovery/discover-subscription.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../domain/target/subscription-ref.ts';
import { subscriptionKind } from '../look/target-kinds.ts';
import type { Ports } from '../ports/ports.ts';
import { oweLook } from '../work/request-look.ts';

/** What a run makes of a row as it is; without a record there is nothing to write. */
export type Found = Discovered | { readonly kind: 'unchanged'; readonly record: SubscriptionRecord | undefined };

const swapTries = 8;

/**
 * Writes what a run makes of the row of one subscription and owes it a look if something of it is new. The look is owed
 * first: a look that begins in between and has not seen the new row meets it when it saves, and looks again.
 *
 * @param id lower-case GUID
 * @param judge undefined: nothing is to be written
 * @param owedFor why it is looked at also where nothing of it is new
 */
export async function saveFound(
  ports: Ports,
  id: string,
  judge: (row: SubscriptionRecord | undefined) => Found | undefined,
  owedFor?: string,
): Promise<Found['kind']> {
  const table = ports.store.subscriptions;
  const target = subscriptionRef(id);
  for (let attempt = 0; attempt < swapTries; attempt++) {
    const stored = await table.read(target.key);
    const found = judge(stored?.value);
    const why = found === undefined || found.kind === 'unchanged' ? owedFor : found.kind;
    if (why !== undefined) await oweSweptLook(ports, id, why);
    if (found?.record === undefined) return 'unchanged';
    const isSaved =
      stored === undefined
        ? (await table.insert(found.record)) === 'inserted'
        : (await table.replace(found.record, stored.etag)).kind === 'done';
    if (isSaved) return found.kind;
  }
  throw new Error(`The row of ${target.resourceId} changed ${swapTries} times while a sweep wrote it.`);
}

/** Makes a subscription owe a look for what a run found. */
export async function oweSweptLook(ports: Ports, id: string, why: string): Promise<void> {
  await oweLook(ports, subscriptionKind.kind, { target: subscriptionRef(id), reason: `sweep: ${why}` });
}
