import { isSameId } from '../ids.ts';
import type { Sight } from '../step/fold-operations.ts';
import { findResource } from '../subscription/resource-facts.ts';
import type { SubscriptionParts } from '../subscription/subscription-facts.ts';

const lockPart = /^(.*)\/providers\/microsoft\.authorization\/locks\/[^/]+$/i;

/** Whether what we made is there, as far as this look has read what it belongs to. */
export function sightOfResource({ resources, locks, wiring }: SubscriptionParts, resourceId: string): Sight {
  const [, locked] = lockPart.exec(resourceId) ?? [];
  if (locked !== undefined) {
    if (locks === undefined) return 'unread';
    return locks.some(({ scope }) => isSameId(scope, locked)) ? 'seen' : 'unseen';
  }
  if (/\/eventSubscriptions\//i.test(resourceId)) return sightOfWiring(wiring);
  if (resources === undefined) return 'unread';
  return findResource(resources, resourceId) === undefined ? 'unseen' : 'seen';
}

/** There is one of ours in the subscription, on its one topic. */
function sightOfWiring(wiring: SubscriptionParts['wiring']): Sight {
  if (wiring?.state === 'present') return 'seen';
  return wiring?.state === 'missing' ? 'unseen' : 'unread';
}
