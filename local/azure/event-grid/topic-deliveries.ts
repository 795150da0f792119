import { objectAt, textAt } from '../core/json.ts';
import type { SimContext } from '../core/types.ts';
import type { DeliveryEndpoints } from '../events/delivery-endpoints.ts';
import type { DeliverEvent, EventSubscription } from '../events/event-subscription.ts';
import { defaultMaxAttempts } from '../events/retry-schedule.ts';
import { addressOf, webhook } from '../events/webhook.ts';
import { type Destination, deadLetterContainerOf, destinationOf } from './destination.ts';
import { type EventGridStore, type SystemTopic, type TopicSubscription, topicIdOf } from './system-topic.ts';

/** The event subscriptions of system topics that get events now: made with success, and not expired. */
export function topicDeliveries(
  context: SimContext,
  store: EventGridStore,
  endpoints: DeliveryEndpoints,
): readonly EventSubscription[] {
  return store.subscriptions.all().flatMap((subscription) => {
    const topic = store.topics.get(topicIdOf(subscription.id));
    const expires = Date.parse(textAt(subscription.properties, 'expirationTimeUtc') ?? '');
    const isLive = ['Succeeded', 'Updating'].includes(subscription.provisioningState);
    if (topic === undefined || !isLive || expires <= context.time.now()) return [];
    return [deliveryOf(topic, subscription, endpoints)];
  });
}

function deliveryOf(
  topic: SystemTopic,
  { id, name, properties, filter }: TopicSubscription,
  endpoints: DeliveryEndpoints,
): EventSubscription {
  const destination = destinationOf(properties);
  const retries = objectAt(properties, 'retryPolicy');
  const { maxDeliveryAttempts, eventTimeToLiveInMinutes } = retries ?? {};
  const container = deadLetterContainerOf(properties);
  const isCloudEvent = textAt(properties, 'eventDeliverySchema') === 'CloudEventSchemaV1_0';
  return {
    name,
    armId: id,
    source: topic.source,
    filter,
    schema: isCloudEvent ? 'CloudEventSchemaV1_0' : 'EventGridSchema',
    maxAttempts: typeof maxDeliveryAttempts === 'number' ? maxDeliveryAttempts : defaultMaxAttempts,
    ...(typeof eventTimeToLiveInMinutes === 'number' ? { timeToLiveMs: eventTimeToLiveInMinutes * 60_000 } : {}),
    ...(container === undefined ? {} : { deadLetterContainer: container }),
    endpointType: destination.endpointType,
    ...endpointOf(destination, endpoints),
  };
}

/** An endpoint is looked up at each attempt: it may come, move and go. */
function endpointOf(
  destination: Destination,
  endpoints: DeliveryEndpoints,
): Pick<EventSubscription, 'address' | 'chaos'> & { readonly deliver: DeliverEvent } {
  if (destination.endpointType === 'WebHook') {
    return { address: addressOf(destination.url), deliver: webhook(destination.url) };
  }
  const { resourceId } = destination;
  const chaos = endpoints.get(resourceId)?.chaos;
  return {
    address: resourceId,
    ...(chaos === undefined ? {} : { chaos }),
    deliver: async (request) => {
      const endpoint = endpoints.get(resourceId);
      if (endpoint === undefined) return { status: 404, body: 'The endpoint is gone.', headers: {} };
      return await endpoint.deliver(request);
    },
  };
}
