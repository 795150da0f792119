import { ResourceCollection } from '../core/store/resource-collection.ts';
import type { Family } from '../core/types.ts';
import type { DeliveryEndpoints } from '../events/delivery-endpoints.ts';
import type { EventDispatcher } from '../events/event-dispatcher.ts';
import { eventSubscriptionFamily } from './event-subscription-routes.ts';
import { type EventGridStore, topicJson, topicType } from './system-topic.ts';
import { systemTopicFamily } from './system-topic-routes.ts';
import { topicDeliveries } from './topic-deliveries.ts';

/** Microsoft.EventGrid: system topics, and event subscriptions on them that the dispatcher delivers to. */
export function eventGridFamilies(events: EventDispatcher, endpoints: DeliveryEndpoints): readonly Family[] {
  const store: EventGridStore = { topics: new ResourceCollection(), subscriptions: new ResourceCollection() };
  const connect: Family = (context) => {
    context.collections.push(store.topics, store.subscriptions);
    context.bodies.set(topicType.toLowerCase(), (id) => {
      const topic = store.topics.get(id);
      return topic === undefined ? undefined : topicJson(context, topic);
    });
    events.armSubscriptions = () => topicDeliveries(context, store, endpoints);
    return [];
  };
  return [connect, systemTopicFamily(store), eventSubscriptionFamily(store, endpoints)];
}
