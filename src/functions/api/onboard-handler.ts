import { requestOnboard } from '../../operator/request-onboard.ts';
import type { AppContext } from '../app-context.ts';
import { onboardMachine } from '../contract/routes/onboard-machine.ts';
import { bindRoute } from './bind-route.ts';
import { keyHolder } from './key-holder.ts';
import { notPlaced } from './not-placed.ts';
import { problem } from './problem.ts';
import { rowUnreadable } from './row-unreadable.ts';
import { followUp, startAsked } from './start-asked.ts';

/** An operator asks for one machine: it is adopted, starts over, and is looked at. */
export function onboardHandler(context: AppContext) {
  const { ports } = context;
  return bindRoute(onboardMachine).to(
    async ({ body }, invocation) => {
      const outcome = await requestOnboard(ports, { ...body, by: keyHolder });
      switch (outcome.kind) {
        case 'notAMachine':
          return problem('NotAMachine', 'resourceId is not the ARM id of a virtual machine or an Arc machine.');
        case 'outOfScope':
          return problem('OutOfScope', 'fleet.json does not cover this machine: add its scope there first.');
        case 'notPlaced':
          return notPlaced();
        case 'excluded':
          return problem('Excluded', `fleet.json excludes this machine: ${outcome.why}`);
        case 'unreadable':
          return rowUnreadable([outcome.row]);
        case 'requested': {
          const { machine, armed, frozen } = outcome;
          await startAsked(context, invocation, 'machines', machine.key);
          const { key, resourceId, name } = machine;
          return {
            status: 202,
            headers: followUp(invocation, 'machines', key),
            body: { key, name, resourceId, armed, frozen },
          };
        }
      }
    },
    { startsLooks: true },
  );
}
