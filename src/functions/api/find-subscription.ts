import { wordOf } from '../../domain/machine/standing.ts';
import type { SubscriptionRecord } from '../../domain/subscription/subscription-record.ts';
import { findSubscription as findRow } from '../../operator/find-subscription.ts';
import type { Ports } from '../../ports/ports.ts';
import type { oneSubscriptionProblems } from '../contract/one-subscription.ts';
import { type Problem, problem } from './problem.ts';
import { rowUnreadable } from './row-unreadable.ts';

export type FoundSubscription =
  | { readonly kind: 'found'; readonly record: SubscriptionRecord }
  | Problem<(typeof oneSubscriptionProblems)[number]>;

/** The subscription that a route's `{idOrName}` names; the problem says why there is none, and which ones it could be. */
export async function findSubscription(ports: Pick<Ports, 'store'>, idOrName: string): Promise<FoundSubscription> {
  const found = await findRow(ports, idOrName);
  switch (found.kind) {
    case 'found':
      return found;
    case 'unknown':
      return problem(
        'SubscriptionUnknown',
        'No subscription that a sweep or an event has told of has this key, GUID or name.',
      );
    case 'unreadable':
      return rowUnreadable(found.rows, 'subscription');
    case 'ambiguous': {
      const candidates = found.candidates.map(({ key, resourceId, standing }) => {
        return { key, resourceId, status: wordOf(standing) };
      });
      const { unreadable } = found;
      return problem('NameNotUnique', 'More than one subscription has this name: use a GUID or a key.', {
        candidates,
        ...(unreadable.length === 0 ? {} : { unreadable }),
      });
    }
  }
}
