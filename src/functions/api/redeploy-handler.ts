import { type NotRedeployed, redeployEndpoint } from '../../operator/redeploy-endpoint.ts';
import type { AppContext } from '../app-context.ts';
import { redeployEndpoint as route } from '../contract/routes/redeploy-endpoint.ts';
import { bindRoute } from './bind-route.ts';
import { findMachine } from './find-machine.ts';
import { keyHolder } from './key-holder.ts';
import { toRemovalView } from './machine-view.ts';
import { problem } from './problem.ts';
import { rowUnreadable } from './row-unreadable.ts';
import { followUp, startAsked } from './start-asked.ts';

/** A person lets Defender for Endpoint be installed anew on one machine. */
export function redeployHandler(context: AppContext) {
  const { ports } = context;
  return bindRoute(route).to(
    async ({ params, body: { why } }, invocation) => {
      const found = await findMachine(ports, params.keyOrName);
      if ('problem' in found) return found;
      const { key } = found.record;
      const outcome = await redeployEndpoint(ports, key, { why, by: keyHolder });
      if (outcome.kind !== 'ordered') return toProblem(outcome, key);
      await startAsked(context, invocation, 'machines', key);
      const { armed, frozen, record, order } = outcome;
      const { name, resourceId } = record;
      return {
        status: 202,
        headers: followUp(invocation, 'machines', key),
        body: { key, name, resourceId, redeploy: toRemovalView(order), armed, frozen },
      };
    },
    { startsLooks: true },
  );
}

function toProblem(outcome: NotRedeployed, key: string) {
  switch (outcome.kind) {
    case 'unknown':
      return problem('MachineNotFound', 'The row of the machine was removed between two readings.');
    case 'unreadable':
      return rowUnreadable([outcome.row]);
    case 'alreadyOrdered': {
      const { by, until } = outcome.order;
      return problem('AlreadyRedeployed', `It was ordered by ${by} and is carried out until ${until}: wait for that.`, {
        by,
        until,
      });
    }
    case 'nothingHeld':
      return problem(
        'NothingToRedeploy',
        `Nothing is deleted, since ${outcome.why}: only an extension of Defender for Endpoint that is there and held up is; see GET /api/machines/${key}.`,
      );
  }
}
