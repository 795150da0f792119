import { decodeFailure } from '../../domain/failures/decode-failure.ts';
import { planSubscription } from '../../operator/plan-subscription.ts';
import type { AppContext } from '../app-context.ts';
import { planSubscription as route } from '../contract/routes/plan-subscription.ts';
import { bindRoute } from './bind-route.ts';
import { findSubscription } from './find-subscription.ts';
import { problem } from './problem.ts';
import { toSubscriptionDetail } from './subscription-view.ts';

/** What a look would do to one subscription now, with every body; nothing is written anywhere. */
export function planSubscriptionHandler({ ports, countMachines }: AppContext) {
  return bindRoute(route).to(async ({ params }) => {
    const found = await findSubscription(ports, params.idOrName);
    if ('problem' in found) return found;
    const plan = await planSubscription(ports, found.record);
    switch (plan.kind) {
      case 'gone':
        return problem('SubscriptionNotFound', 'Azure has no such subscription, or does not show it to the app.');
      case 'throttled': {
        const { retryAfterSeconds } = plan;
        const detail = 'Azure asked to leave this subscription alone for a while: ask again later.';
        return problem('Throttled', detail, { retryAfterSeconds });
      }
      case 'failed': {
        const { code, detail, retryAfterSeconds } = decodeFailure(plan.failure);
        const more = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
        return problem(code, `The subscription could not be read: ${detail}`, more);
      }
      case 'planned': {
        const { fleet, settings } = ports;
        const surroundings = { fleet, cloud: settings.cloud, counted: await countMachines() };
        return { status: 200, body: { ...toSubscriptionDetail(plan.record, surroundings), plan: plan.steps } };
      }
    }
  });
}
