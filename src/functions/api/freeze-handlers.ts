import { freezeScope, unfreezeScope } from '../../operator/freeze-scope.ts';
import type { AppContext } from '../app-context.ts';
import { freeze } from '../contract/routes/freeze.ts';
import { unfreeze } from '../contract/routes/unfreeze.ts';
import { bindRoute } from './bind-route.ts';
import { keyHolder } from './key-holder.ts';
import { problem } from './problem.ts';

/** Stops all writes below a scope before it answers, and lets them go on again. */
export function freezeHandlers({ ports, ticker }: AppContext) {
  return {
    freeze: bindRoute(freeze).to(async ({ body: { scope, why } }) => {
      const counts = await freezeScope(ports, { scope, why, by: keyHolder });
      return { status: 200, body: { scope, why, by: keyHolder, frozen: true, ...counts } };
    }),
    unfreeze: bindRoute(unfreeze).to(
      async ({ query: { scope } }, { instances }) => {
        const { wasFrozen, looksRequested } = await unfreezeScope(ports, { scope, by: keyHolder });
        if (!wasFrozen) return problem('NotFrozen', `There is no freeze of exactly ${scope}; see GET /api/status.`);
        await ticker.tickIfLate(instances());
        return { status: 200, body: { scope, frozen: false, looksRequested } };
      },
      { startsLooks: true },
    ),
  };
}
