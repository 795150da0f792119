import { keyOf } from '../../domain/ids.ts';
import { summarizeReach, toReached } from '../../domain/reach/summarize-reach.ts';
import { readReachList } from '../../operator/read-reach-list.ts';
import type { AppContext } from '../app-context.ts';
import { getReach } from '../contract/routes/get-reach.ts';
import { approveReachHandler } from './approve-reach-handler.ts';
import { bindRoute } from './bind-route.ts';
import { findSubscription } from './find-subscription.ts';
import { nextLink } from './next-link.ts';
import { noReachList } from './no-reach-list.ts';
import { toReachView } from './reach-view.ts';

/** Whom Defender would reach, machine by machine, and the word of a person that lets exactly these through. */
export function reachHandlers(context: AppContext) {
  const { ports } = context;
  return {
    getReach: bindRoute(getReach).to(async ({ params, query: { group, limit, after } }, { url }) => {
      const found = await findSubscription(ports, params.idOrName);
      if ('problem' in found) return found;
      const { record } = found;
      const read = await readReachList(ports, record);
      if (read.kind !== 'list') return noReachList(read);
      const fitting = read.reach.machines
        .map((machine) => ({ key: keyOf(machine.id), machine }))
        .filter(({ key, machine }) => (after === undefined || key > after) && fits(machine.group, group))
        .sort((one, other) => (one.key < other.key ? -1 : 1));
      const page = fitting.slice(0, limit);
      return {
        status: 200,
        body: {
          reach: toReachView(summarizeReach(read.reach, record.approvedReach, ports.clock.now())),
          machines: page.map(({ machine }) => toReached(machine)),
          next: nextLink(url, fitting.length > limit ? page.at(-1)?.key : undefined),
        },
      };
    }),
    approveReach: approveReachHandler(context),
  };
}

function fits(group: string, wanted: string | undefined): boolean {
  return wanted === undefined || group === wanted;
}
