import { type NotSaid, sayOtherEdr } from '../../operator/say-other-edr.ts';
import type { AppContext } from '../app-context.ts';
import { sayOtherEdr as route } from '../contract/routes/say-other-edr.ts';
import { bindRoute } from './bind-route.ts';
import { toWordView } from './edr-view.ts';
import { findMachine } from './find-machine.ts';
import { keyHolder } from './key-holder.ts';
import { problem } from './problem.ts';
import { rowUnreadable } from './row-unreadable.ts';
import { followUp, startAsked } from './start-asked.ts';

/** A person says whether another product protects one machine. */
export function otherEdrHandler(context: AppContext) {
  const { ports } = context;
  return bindRoute(route).to(
    async ({ params, body: { says, product, why } }, invocation) => {
      const found = await findMachine(ports, params.keyOrName);
      if ('problem' in found) return found;
      const { key } = found.record;
      const outcome = await sayOtherEdr(ports, key, { says, product, why, by: keyHolder });
      if (outcome.kind !== 'said') return toProblem(outcome);
      await startAsked(context, invocation, 'machines', key);
      const { armed, frozen, record } = outcome;
      const { name, resourceId } = record;
      return {
        status: 202,
        headers: followUp(invocation, 'machines', key),
        body: { key, name, resourceId, word: toWordView(record.edrWord), armed, frozen },
      };
    },
    { startsLooks: true },
  );
}

function toProblem(outcome: NotSaid) {
  switch (outcome.kind) {
    case 'unknown':
      return problem('MachineNotFound', 'The row of the machine was removed between two readings.');
    case 'unreadable':
      return rowUnreadable([outcome.row]);
    case 'notRead':
      return problem(
        'MachineNotRead',
        'No look of this release has read which machine is behind this name yet: onboard it, and say it then.',
      );
  }
}
