import { requestOnboard } from '../../operator/request-onboard.ts';
import type { AppContext } from '../app-context.ts';
import { onboardMachine } from '../contract/routes/onboard-machine.ts';
import { bindRoute } from './bind-route.ts';
import { keyHolder } from './key-holder.ts';
import { problem } from './problem.ts';
import { rowUnreadable } from './row-unreadable.ts';

/** Seconds after which a caller may look how far it is. */
const retryAfter = '15';

/** An operator asks for one machine: it is adopted, starts over, and is looked at. */
export function onboardHandler({ ports, hintStart, ticker }: AppContext) {
  return bindRoute(onboardMachine).to(
    async ({ body }, { url, instances }) => {
      const outcome = await requestOnboard(ports, { ...body, by: keyHolder });
      switch (outcome.kind) {
        case 'notAMachine':
          return problem('NotAMachine', 'resourceId is not the ARM id of a virtual machine or an Arc machine.');
        case 'outOfScope':
          return problem('OutOfScope', 'fleet.json does not cover this machine: add its scope there first.');
        case 'excluded':
          return problem('Excluded', `fleet.json excludes this machine: ${outcome.why}`);
        case 'unreadable':
          return rowUnreadable([outcome.row]);
        case 'requested': {
          const { machine, armed, frozen } = outcome;
          const client = instances();
          await hintStart(client, machine.key);
          await ticker.tickIfLate(client);
          const { key, resourceId, name } = machine;
          const location = new URL(`/api/machines/${key}`, url).toString();
          return {
            status: 202,
            headers: { location, 'retry-after': retryAfter },
            body: { key, name, resourceId, armed, frozen },
          };
        }
      }
    },
    { startsLooks: true },
  );
}
