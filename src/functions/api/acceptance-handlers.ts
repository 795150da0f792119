import { acceptableCodes } from '../../domain/failures/failure-list.ts';
import { acceptHold, type UnacceptedHold, withdrawHold } from '../../operator/accept-hold.ts';
import type { AppContext } from '../app-context.ts';
import { acceptHold as acceptRoute } from '../contract/routes/accept-hold.ts';
import { withdrawAcceptance } from '../contract/routes/withdraw-acceptance.ts';
import { bindRoute } from './bind-route.ts';
import { findMachine } from './find-machine.ts';
import { keyHolder } from './key-holder.ts';
import { toAcceptanceView } from './machine-view.ts';
import { problem } from './problem.ts';
import { rowUnreadable } from './row-unreadable.ts';
import { followUp, startAsked } from './start-asked.ts';

/** A person accepts what holds one machine, and takes that back. */
export function acceptanceHandlers(context: AppContext) {
  const { ports } = context;
  return {
    acceptHold: bindRoute(acceptRoute).to(
      async ({ params, body: { code, why, until, hash } }, invocation) => {
        const found = await findMachine(ports, params.keyOrName);
        if ('problem' in found) return found;
        const { key } = found.record;
        const outcome = await acceptHold(ports, key, { code, why, until, hash, by: keyHolder });
        if (outcome.kind !== 'accepted') return toProblem(outcome, code);
        await startAsked(context, invocation, 'machines', key);
        const { armed, frozen, record } = outcome;
        const { name, resourceId } = record;
        return {
          status: 202,
          headers: followUp(invocation, 'machines', key),
          body: { key, name, resourceId, acceptance: toAcceptanceView(outcome.acceptance), armed, frozen },
        };
      },
      { startsLooks: true },
    ),
    withdrawAcceptance: bindRoute(withdrawAcceptance).to(
      async ({ params, query: { reason } }, invocation) => {
        const found = await findMachine(ports, params.keyOrName);
        if ('problem' in found) return found;
        const { key } = found.record;
        const outcome = await withdrawHold(ports, key, { code: reason, by: keyHolder });
        if (outcome.kind === 'unknown') return removed;
        if (outcome.kind === 'unreadable') return rowUnreadable([outcome.row]);
        if (outcome.kind === 'notAccepted')
          return problem('NotAccepted', `Nobody has accepted ${reason} of this machine; see GET /api/machines/${key}.`);
        await startAsked(context, invocation, 'machines', key);
        return { status: 200, body: { key, code: reason, accepted: false } };
      },
      { startsLooks: true },
    ),
  };
}

const removed = problem('MachineNotFound', 'The row of the machine was removed between two readings.');

function toProblem(outcome: UnacceptedHold, code: string) {
  switch (outcome.kind) {
    case 'unknown':
      return removed;
    case 'unreadable':
      return rowUnreadable([outcome.row]);
    case 'notAcceptable':
      return problem('NotAcceptable', `${code} is not to be accepted but to be mended: see its hint.`, {
        acceptable: acceptableCodes,
      });
    case 'untilOutOfRange':
      return problem('InvalidRequest', `until ${outcome.why}.`, { errors: [{ path: 'until', message: outcome.why }] });
    case 'notHeld':
      return problem('NotHeld', `The last look found no ${code} on this machine: read its findings again.`);
    case 'changed':
      return problem('FindingChanged', 'Something else is found than what was read: read it, then accept that.', {
        found: outcome.found,
        hash: outcome.hash,
      });
  }
}
