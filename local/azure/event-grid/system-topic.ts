import type { ResourceCollection, StoredResource } from '../core/store/resource-collection.ts';
import { systemDataOf } from '../core/store/stored-resource.ts';
import type { JsonObject, SimContext } from '../core/types.ts';
import type { EventFilter } from '../events/event-filter.ts';
import { identityJson, type ResourceIdentity } from '../identity/resource-identity.ts';

export const topicType = 'Microsoft.EventGrid/systemTopics';
export const subscriptionType = `${topicType}/eventSubscriptions`;

/** The topic of what happens in a subscription or a resource group. */
export interface SystemTopic extends StoredResource {
  readonly location: string;
  tags: JsonObject | undefined;
  /** ARM id of what the events are of. */
  readonly source: string;
  /** Such as `Microsoft.Resources.Subscriptions`. */
  readonly topicType: string;
  identity: ResourceIdentity | undefined;
  readonly metricResourceId: string;
}

/** An event subscription on a system topic. `properties` are as they were sent, with the defaults filled in. */
export interface TopicSubscription extends StoredResource {
  provisioningState: string;
  properties: JsonObject;
  filter: EventFilter;
}

export interface EventGridStore {
  readonly topics: ResourceCollection<SystemTopic>;
  readonly subscriptions: ResourceCollection<TopicSubscription>;
}

/** As recordings of azure-cli show it (test_system_topic_identity). */
export function topicJson(context: SimContext, topic: SystemTopic): JsonObject {
  const { id, name, type, location, tags, source, metricResourceId } = topic;
  return {
    id,
    name,
    type,
    location,
    tags: tags ?? null,
    identity: identityJson(context, topic.identity),
    systemData: systemDataOf(topic),
    properties: { provisioningState: 'Succeeded', source, topicType: topic.topicType, metricResourceId },
  };
}

/** As recordings of azure-cli show it (test_create_event_subscriptions_to_arm_resource_group). */
export function subscriptionJson(subscription: TopicSubscription): JsonObject {
  const { id, name, type, provisioningState, properties } = subscription;
  return {
    id,
    name,
    type,
    systemData: systemDataOf(subscription),
    properties: { ...withoutFullUrls(properties), topic: topicIdOf(id), provisioningState },
  };
}

export function topicIdOf(subscriptionId: string): string {
  return subscriptionId.split('/').slice(0, -2).join('/');
}

/** The address of a webhook has its key: only `getFullUrl` tells it. */
function withoutFullUrls(value: JsonObject): JsonObject {
  const { endpointUrl } = value;
  const members = Object.entries(value).map(([name, member]) => {
    const isObject = typeof member === 'object' && member !== null && !Array.isArray(member);
    return [name, isObject ? withoutFullUrls(Object.fromEntries(Object.entries(member))) : member] as const;
  });
  if (typeof endpointUrl !== 'string') return Object.fromEntries(members);
  const endpointBaseUrl = endpointUrl.split('?')[0] ?? '';
  return { ...Object.fromEntries(members), endpointUrl: null, endpointBaseUrl };
}
