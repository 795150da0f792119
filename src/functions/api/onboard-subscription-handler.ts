import { onboardSubscription } from '../../operator/onboard-subscription.ts';
import type { AppContext } from '../app-context.ts';
import { onboardSubscription as route } from '../contract/routes/onboard-subscription.ts';
import { bindRoute } from './bind-route.ts';
import { findSubscription } from './find-subscription.ts';
import { keyHolder } from './key-holder.ts';
import { notPlaced } from './not-placed.ts';
import { problem } from './problem.ts';
import { rowUnreadable } from './row-unreadable.ts';
import { followUp, startAsked } from './start-asked.ts';

const outOfScope =
  'fleet.json does not cover this subscription as a whole, where the last complete sweep saw it: add it there first.';

/** An operator asks for one subscription: it is adopted where it is now, starts over, and is looked at. */
export function onboardSubscriptionHandler(context: AppContext) {
  const { ports } = context;
  return bindRoute(route).to(
    async ({ params, body: { why } }, invocation) => {
      const found = await findSubscription(ports, params.idOrName);
      if ('problem' in found) return found;
      const outcome = await onboardSubscription(ports, found.record.key, { why, by: keyHolder });
      switch (outcome.kind) {
        case 'unknown':
          return problem('SubscriptionUnknown', 'The row of the subscription was removed between two readings.');
        case 'unreadable':
          return rowUnreadable([outcome.row], 'subscription');
        case 'outOfScope':
          return problem('OutOfScope', outOfScope);
        case 'notPlaced':
          return notPlaced();
        case 'excluded':
          return problem('Excluded', `fleet.json excludes this subscription: ${outcome.why}`);
        case 'requested': {
          const { armed, frozen } = outcome;
          const { key, subscription, name, resourceId } = outcome.record;
          await startAsked(context, invocation, 'subscriptions', key);
          return {
            status: 202,
            headers: followUp(invocation, 'subscriptions', key),
            body: { key, subscription, name, resourceId, armed, frozen },
          };
        }
      }
    },
    { startsLooks: true },
  );
}
