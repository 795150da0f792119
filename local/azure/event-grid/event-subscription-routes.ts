import { armError } from '../core/request/arm-error.ts';
import { parentNotFound, resourceNotFound } from '../core/request/not-found.ts';
import { pageOf } from '../core/request/page.ts';
import { groupIdOf } from '../core/store/resource-path.ts';
import type { ArmReply, ArmRequest, Family, Route, SimContext } from '../core/types.ts';
import type { DeliveryEndpoints } from '../events/delivery-endpoints.ts';
import { destinationOf } from './destination.ts';
import { startEventGridWork } from './event-grid-work.ts';
import {
  type EventGridStore,
  type SystemTopic,
  subscriptionJson,
  subscriptionType,
  type TopicSubscription,
  topicType,
} from './system-topic.ts';
import { type EventGrid, patchSubscription, putSubscription } from './write-subscription.ts';

const topicPath = `/subscriptions/{subscriptionId}/resourceGroups/{groupName}/providers/${topicType}/{topicName}`;
const all = `${topicPath}/eventSubscriptions`;
const one = `${all}/{name}`;
const source = (what: string): string => `Event Grid REST API, System Topic Event Subscriptions - ${what}`;

/** Event subscriptions on system topics (Event Grid REST API 2022-06-15, 2025-02-15). They deliver. */
export const eventSubscriptionFamily =
  (store: EventGridStore, endpoints: DeliveryEndpoints): Family =>
  (context) => [...readRoutes(context, store), ...writeRoutes({ context, store, endpoints })];

function readRoutes(context: SimContext, store: EventGridStore): Route[] {
  return [
    {
      method: 'GET',
      path: all,
      operation: `${subscriptionType}/read`,
      source: source('List By System Topic'),
      executes: ['$skiptoken', '$top'],
      handle: (request) =>
        pageOf(request, store.subscriptions.childrenOf(findTopic(context, store, request).id), subscriptionJson),
    },
    {
      method: 'GET',
      path: one,
      operation: `${subscriptionType}/read`,
      source: source('Get'),
      handle: (request) => ({ status: 200, body: subscriptionJson(find(context, store, request)) }),
    },
    {
      method: 'POST',
      path: `${one}/getFullUrl`,
      operation: `${subscriptionType}/getFullUrl/action`,
      source: source('Get Full Url'),
      handle: (request) => {
        const destination = destinationOf(find(context, store, request).properties);
        if (destination.endpointType === 'WebHook') return { status: 200, body: { endpointUrl: destination.url } };
        throw armError(400, 'InvalidRequest', 'The event subscription does not deliver to a webhook.');
      },
    },
  ];
}

function writeRoutes(grid: EventGrid): Route[] {
  const { context, store } = grid;
  return [
    {
      method: 'PUT',
      path: one,
      operation: `${subscriptionType}/write`,
      source: `${source('Create Or Update')}; recordings of azure-cli`,
      publishes: 'write',
      handle: (request) => putSubscription(grid, request, findTopic(context, store, request)),
    },
    {
      method: 'PATCH',
      path: one,
      operation: `${subscriptionType}/write`,
      source: source('Update'),
      publishes: 'write',
      handle: (request) => {
        const subscription = find(context, store, request);
        return patchSubscription(grid, request, findTopic(context, store, request), subscription);
      },
    },
    {
      method: 'DELETE',
      path: one,
      operation: `${subscriptionType}/delete`,
      source: source('Delete'),
      publishes: 'delete',
      handle: (request) => deleteSubscription(context, store, request),
    },
  ];
}

function findTopic(context: SimContext, { topics }: EventGridStore, request: ArmRequest): SystemTopic {
  const id = `${groupIdOf(context, request)}/providers/${topicType}/${request.param('topicName')}`;
  const topic = topics.get(id);
  if (topic === undefined) throw parentNotFound(id);
  return topic;
}

function find(context: SimContext, store: EventGridStore, request: ArmRequest): TopicSubscription {
  const id = `${findTopic(context, store, request).id}/eventSubscriptions/${request.param('name')}`;
  const subscription = store.subscriptions.get(id);
  if (subscription === undefined) throw resourceNotFound(id);
  return subscription;
}

function deleteSubscription(context: SimContext, store: EventGridStore, request: ArmRequest): ArmReply {
  const id = `${findTopic(context, store, request).id}/eventSubscriptions/${request.param('name')}`;
  const subscription = store.subscriptions.get(id);
  if (subscription === undefined) return { status: 204, publish: false };
  subscription.provisioningState = 'Deleting';
  const operation = startEventGridWork(context, request, subscription.id, 'delete', () => {
    context.remove(subscription.id);
    return undefined;
  });
  return { status: 202, operation, resourceId: subscription.id };
}
