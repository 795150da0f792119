import { isSameId } from '../ids.ts';
import type { ResourceFacts, ResourceRow } from './resource-facts.ts';
import { groupIdOf } from './shared-names.ts';

/** Where Azure puts the system topics that it makes by itself (Event Grid, "System topics"). */
export const topicGroup = 'Default-EventGrid';
export const topicType = 'Microsoft.Resources.Subscriptions';

/** The system topic that we make for a subscription that has none. Names have at most 50 letters, digits and dashes. */
export function ownTopicIdOf(subscription: string): string {
  return `${groupIdOf(subscription, topicGroup)}/providers/Microsoft.EventGrid/systemTopics/amo-${subscription}`;
}

/** The topic of the events of the subscription, in any group: Azure takes one for each source. */
export function findTopic({ rows }: ResourceFacts, subscription: string): ResourceRow | undefined {
  const source = `/subscriptions/${subscription}`;
  return rows.find(
    (row) =>
      row.type === 'microsoft.eventgrid/systemtopics' &&
      row.topicType?.toLowerCase() === topicType.toLowerCase() &&
      row.source !== undefined &&
      isSameId(row.source, source),
  );
}

/** The ARM id of an event subscription on a system topic. */
export function eventSubscriptionIdOf(topicId: string, name: string): string {
  return `${topicId}/eventSubscriptions/${name}`;
}
