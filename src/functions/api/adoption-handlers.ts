import { adoptionGroup } from '../../domain/adoption/adoption-report.ts';
import { createAdoptionPages } from '../../operator/adoption-pages.ts';
import { armScopes } from '../../operator/arm-scopes.ts';
import type { AppContext } from '../app-context.ts';
import { armScopes as armRoute } from '../contract/routes/arm-scopes.ts';
import { getAdoption } from '../contract/routes/get-adoption.ts';
import { bindRoute } from './bind-route.ts';
import { keyHolder } from './key-holder.ts';
import { toMachineRow } from './machine-view.ts';
import { nextLink } from './next-link.ts';
import { problem } from './problem.ts';
import { toSubscriptionRow } from './subscription-view.ts';

/** The report of what arming would change, and arming itself: until then nothing is written. */
export function adoptionHandlers({ ports, ticker, countMachines }: AppContext) {
  const readPages = createAdoptionPages(ports);
  return {
    getAdoption: bindRoute(getAdoption).to(async ({ query: { scope, limit, after } }, { url }) => {
      const { asOf, report: whole } = await readPages(scope, after === undefined);
      const { rows, subscriptions: known, ...report } = whole;
      const rest = after === undefined ? rows : rows.filter((row) => row.key > after);
      const page = rest.slice(0, limit);
      const machines = page.map((row) => ({
        ...toMachineRow(row, ports.settings.cloud),
        group: adoptionGroup(row),
        wouldWrite: row.wouldWrite,
      }));
      const counted = await countMachines();
      const subscriptions = (after === undefined ? known : []).map((row) => ({
        ...toSubscriptionRow(row, { fleet: ports.fleet, cloud: ports.settings.cloud, counted }),
        group: adoptionGroup(row),
        wouldWrite: row.wouldWrite,
      }));
      const next = nextLink(url, rest.length > limit ? page.at(-1)?.key : undefined);
      return { status: 200, body: { scopes: scope, asOf, ...report, machines, subscriptions, next } };
    }),
    armScopes: bindRoute(armRoute).to(
      async ({ body: { scopes, planHash, why } }, { instances }) => {
        const outcome = await armScopes(ports, { scopes, planHash, by: keyHolder, why });
        switch (outcome.kind) {
          case 'outOfScope':
            return problem(
              'OutOfScope',
              `fleet.json covers nothing of ${outcome.scope}: check its spelling, or add it there.`,
            );
          case 'armed':
            await ticker.tickIfLate(instances());
            return { status: 200, body: { scopes, ...outcome } };
          case 'planChanged': {
            const { planHash: newHash, totals, writes, unreadable } = outcome.report;
            const detail =
              planHash === undefined
                ? `Arming these scopes would write${unreadable === 0 ? '' : ', or may: not every row can be read'}. Read GET /api/adoption and send its planHash.`
                : 'The plan has changed since it was read. Read GET /api/adoption again and send its planHash.';
            return problem('PlanChanged', detail, { planHash: newHash, totals, writes, unreadable });
          }
        }
      },
      { startsLooks: true },
    ),
  };
}
