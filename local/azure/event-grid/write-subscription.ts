import { objectAt, textAt } from '../core/json.ts';
import { armError } from '../core/request/arm-error.ts';
import { readBody } from '../core/request/read-body.ts';
import { newResource, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, JsonObject, SimContext } from '../core/types.ts';
import type { DeliveryEndpoints } from '../events/delivery-endpoints.ts';
import { destinationOf } from './destination.ts';
import { startEventGridWork } from './event-grid-work.ts';
import { readProperties } from './read-subscription.ts';
import { subscriptionProperties, subscriptionShape } from './subscription-shape.ts';
import {
  type EventGridStore,
  type SystemTopic,
  subscriptionJson,
  subscriptionType,
  type TopicSubscription,
} from './system-topic.ts';
import { validateDestination } from './validate-destination.ts';

/** What event subscriptions are made of and made in. */
export interface EventGrid {
  readonly context: SimContext;
  readonly store: EventGridStore;
  readonly endpoints: DeliveryEndpoints;
}

/** A PUT replaces everything that the event subscription had, its filter too. */
export async function putSubscription(grid: EventGrid, request: ArmRequest, topic: SystemTopic): Promise<ArmReply> {
  const { context, store } = grid;
  const sent = objectAt(readBody(request, subscriptionShape, ['properties']), 'properties') ?? {};
  const name = request.param('name');
  // Azure docs, "Naming rules and restrictions for Azure resources"; the words are ours.
  if (!/^[a-zA-Z0-9-]{3,64}$/.test(name)) {
    const rule = 'It must have 3 to 64 letters, digits and hyphens.';
    throw armError(400, 'InvalidRequest', `The event subscription name '${name}' is invalid. ${rule}`);
  }
  const { properties, filter } = readProperties(sent, topic);
  const id = `${topic.id}/eventSubscriptions/${name}`;
  const existing = store.subscriptions.get(id);
  const subscription: TopicSubscription = existing ?? {
    ...newResource(context, request, id, subscriptionType),
    provisioningState: 'Creating',
    properties,
    filter,
  };
  if (existing === undefined) store.subscriptions.set(subscription);
  return await apply(grid, request, topic, subscription, { properties, filter });
}

/** A PATCH names members without `properties`, and replaces each that it names. */
export async function patchSubscription(
  grid: EventGrid,
  request: ArmRequest,
  topic: SystemTopic,
  subscription: TopicSubscription,
): Promise<ArmReply> {
  const sent = readBody(request, subscriptionProperties);
  const { destination: _destination, deliveryWithResourceIdentity: _delivery, ...kept } = subscription.properties;
  const namesDestination = sent.destination !== undefined || sent.deliveryWithResourceIdentity !== undefined;
  const merged = { ...(namesDestination ? kept : subscription.properties), ...sent };
  return await apply(grid, request, topic, subscription, readProperties(merged, topic));
}

async function apply(
  { context, endpoints }: EventGrid,
  request: ArmRequest,
  topic: SystemTopic,
  subscription: TopicSubscription,
  wanted: { readonly properties: JsonObject; readonly filter: TopicSubscription['filter'] },
): Promise<ArmReply> {
  const isNew = subscription.provisioningState === 'Creating';
  subscription.operation?.cancel('The event subscription was written again.');
  if (!isNew) touch(context, subscription, request.principal);
  subscription.provisioningState = isNew ? 'Creating' : 'Updating';
  subscription.properties = wanted.properties;
  subscription.filter = wanted.filter;
  const isCloudEvent = textAt(wanted.properties, 'eventDeliverySchema') === 'CloudEventSchemaV1_0';
  const error = await validateDestination(context, endpoints, destinationOf(wanted.properties), {
    name: subscription.name,
    topic: topic.source,
    schema: isCloudEvent ? 'CloudEventSchemaV1_0' : 'EventGridSchema',
  });
  const operation = startEventGridWork(context, request, subscription.id, 'write', () => {
    subscription.provisioningState = error === undefined ? 'Succeeded' : 'Failed';
    return error === undefined ? undefined : { error };
  });
  subscription.operation = operation;
  return { status: 201, body: subscriptionJson(subscription), operation, resourceId: subscription.id };
}
