import type { CloudName } from '../../domain/cloud/cloud-name.ts';
import { codeOf, type Standing } from '../../domain/machine/standing.ts';
import type { SubscriptionRecord } from '../../domain/subscription/subscription-record.ts';
import { readTimeline } from '../../look/read-timeline.ts';
import type { AppContext } from '../app-context.ts';
import { getSubscription } from '../contract/routes/get-subscription.ts';
import { getSubscriptions } from '../contract/routes/get-subscriptions.ts';
import { bindRoute } from './bind-route.ts';
import { findSubscription } from './find-subscription.ts';
import { nextLink } from './next-link.ts';
import { toTimelineView } from './row-view.ts';
import { toEndpointProtection, toSubscriptionDetail, toSubscriptionRow } from './subscription-view.ts';

const timelineLength = 100;

/** The list of subscriptions in key order, by page, and one subscription with findings, facts and timeline. */
export function subscriptionHandlers({ ports, countMachines }: AppContext) {
  const { store, fleet, settings } = ports;
  const { cloud } = settings;
  return {
    getSubscriptions: bindRoute(getSubscriptions).to(async ({ query: { limit, after, ...filter } }, { url }) => {
      const [{ records, unreadable }, counted] = await Promise.all([store.subscriptions.listAll(), countMachines()]);
      const fitting = records.filter(
        (record) => (after === undefined || record.key > after) && fits(record, filter, cloud),
      );
      const page = fitting.slice(0, limit);
      return {
        status: 200,
        body: {
          subscriptions: page.map((record) => toSubscriptionRow(record, { fleet, cloud, counted })),
          ...(unreadable.length === 0 || after !== undefined ? {} : { unreadable }),
          next: nextLink(url, fitting.length > limit ? page.at(-1)?.key : undefined),
        },
      };
    }),
    getSubscription: bindRoute(getSubscription).to(async ({ params }) => {
      const found = await findSubscription(ports, params.idOrName);
      if ('problem' in found) return found;
      const { record } = found;
      const [timeline, counted] = await Promise.all([readTimeline(ports, record, timelineLength), countMachines()]);
      const detail = toSubscriptionDetail(record, { fleet, cloud, counted });
      return { status: 200, body: { ...detail, timeline: timeline.map(toTimelineView) } };
    }),
  };
}

interface Filter {
  readonly status?: string | undefined;
  readonly reason?: string | undefined;
  readonly endpointProtection?: 'on' | 'partial' | 'off' | undefined;
  readonly name?: string | undefined;
}

function fits({ standing, defender, name }: SubscriptionRecord, wanted: Filter, cloud: CloudName): boolean {
  const isNamed = wanted.name === undefined || name.toLowerCase() === wanted.name.toLowerCase();
  const { endpointProtection } = wanted;
  return (
    isNamed &&
    (wanted.status === undefined || storedWord(standing) === wanted.status) &&
    (wanted.reason === undefined || codeOf(standing) === wanted.reason) &&
    (endpointProtection === undefined || toEndpointProtection(defender, cloud)?.state === endpointProtection)
  );
}

/** The status as the row has it, which is what the filter asks for; also a word of another release. */
function storedWord(standing: Standing): string {
  return standing.status === 'Unknown' ? standing.word : standing.status;
}
