import type { RawFailure } from '../domain/failures/failure.ts';
import { matchSubscription } from '../domain/fleet/match-subscription.ts';
import { lookIdSchema } from '../domain/ids.ts';
import { reachesNobody, type WantedReach } from '../domain/reach/wanted-reach.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { reachOfLook } from '../domain/subscription-look/remember-reach.ts';
import { observeSubscription } from '../look/observe-subscription.ts';
import type { Ports } from '../ports/ports.ts';

interface ReachFound {
  readonly kind: 'list';
  readonly reach: WantedReach;
  /** The tenant that the subscription is looked after in, as it was read. */
  readonly tenantId: string | undefined;
}

/** Why there is no list. */
export type NoReachList =
  /** Resource Graph did not give the whole list; why is for the caller. */
  | { readonly kind: 'incomplete'; readonly why: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly failure: RawFailure };

/** Whom Defender would begin to reach by what is wanted of a subscription now, read anew; nothing is saved. */
export async function readReachList(ports: Ports, record: SubscriptionRecord): Promise<ReachFound | NoReachList> {
  const lookId = lookIdSchema.parse(ports.newId());
  const observed = await observeSubscription(ports, { record, lookId });
  if (observed.kind !== 'found') return observed;
  const { input, decision } = observed;
  const { reach } = input.facts.parts;
  if (reach?.kind === 'incomplete') return { kind: 'incomplete', why: reach.why };
  const profile = matchSubscription(input.fleet, decision.record);
  const list = profile === undefined ? undefined : reachOfLook(input, decision.record, profile, decision.wanted);
  return { kind: 'list', reach: list ?? reachesNobody, tenantId: decision.record.tenantId };
}
