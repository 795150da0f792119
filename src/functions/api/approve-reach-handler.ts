import { approveReachOf, type ReachApproval } from '../../operator/approve-reach.ts';
import type { AppContext } from '../app-context.ts';
import { approveReach } from '../contract/routes/approve-reach.ts';
import { bindRoute } from './bind-route.ts';
import { findSubscription } from './find-subscription.ts';
import { keyHolder } from './key-holder.ts';
import { noReachList } from './no-reach-list.ts';
import { problem } from './problem.ts';
import { toApprovedReachView, toReachView } from './reach-view.ts';
import { rowUnreadable } from './row-unreadable.ts';
import { followUp, startAsked } from './start-asked.ts';

/** A person lets Defender install itself on exactly the machines of a list that was read. */
export function approveReachHandler(context: AppContext) {
  const { ports } = context;
  return bindRoute(approveReach).to(
    async ({ params, body: { reachHash, why } }, invocation) => {
      const found = await findSubscription(ports, params.idOrName);
      if ('problem' in found) return found;
      const outcome = await approveReachOf(ports, found.record, { reachHash, why, by: keyHolder });
      if (outcome.kind !== 'approved') return toProblem(outcome);
      const { armed, frozen, record, reach, approvedReach } = outcome;
      const { key, subscription, name, resourceId } = record;
      await startAsked(context, invocation, 'subscriptions', key);
      return {
        status: 202,
        headers: followUp(invocation, 'subscriptions', key),
        body: {
          ...{ key, subscription, name, resourceId, armed, frozen },
          reach: toReachView(reach),
          approvedReach: toApprovedReachView(approvedReach),
        },
      };
    },
    { startsLooks: true },
  );
}

function toProblem(outcome: Exclude<ReachApproval, { kind: 'approved' }>) {
  switch (outcome.kind) {
    case 'unknown':
      return problem('SubscriptionUnknown', 'The row of the subscription was removed between two readings.');
    case 'unreadable':
      return rowUnreadable([outcome.row], 'subscription');
    case 'nothingHeld':
      return problem('NoReachHeld', 'Nothing is held because of whom Defender would reach: read the plan again.');
    case 'changed': {
      const detail = 'Defender would reach others than those that were read: read the list, then approve that.';
      return problem('ReachChanged', detail, { reach: toReachView(outcome.reach) });
    }
    default:
      return noReachList(outcome);
  }
}
