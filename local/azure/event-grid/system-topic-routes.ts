import { isObject, objectAt, textAt } from '../core/json.ts';
import { type ArmError, armError } from '../core/request/arm-error.ts';
import { pageOf } from '../core/request/page.ts';
import { readBody } from '../core/request/read-body.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import { locationOf, refuseOtherLocation } from '../core/store/location.ts';
import { groupIdOf, requireResource, resourceIdOf } from '../core/store/resource-path.ts';
import { newResource, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, Family, JsonObject, Route, SimContext } from '../core/types.ts';
import { applyIdentity } from '../identity/resource-identity.ts';
import { startEventGridWork } from './event-grid-work.ts';
import { type EventGridStore, type SystemTopic, topicJson, topicType } from './system-topic.ts';

const inGroup = `/subscriptions/{subscriptionId}/resourceGroups/{groupName}/providers/${topicType}`;
const identity = {
  type: 'string',
  principalId: 'string',
  tenantId: 'string',
  userAssignedIdentities: { '*': 'any' },
} as const;
const shape = {
  id: 'string',
  name: 'string',
  type: 'string',
  location: 'string',
  tags: { '*': 'string' },
  identity,
  systemData: 'any',
  properties: { provisioningState: 'string', source: 'string', topicType: 'string', metricResourceId: 'string' },
} as const;

/** The topic types that are here, lower-case, with what their source is. */
const sourceForms: Readonly<Record<string, RegExp>> = {
  'microsoft.resources.subscriptions': /^\/subscriptions\/[^/]+\/?$/i,
  'microsoft.resources.resourcegroups': /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/?$/i,
};

/** System topics of subscriptions and resource groups (Event Grid REST API 2022-06-15, 2025-02-15). */
export const systemTopicFamily =
  (store: EventGridStore): Family =>
  (context) => [...readRoutes(context, store), ...writeRoutes(context, store)];

function readRoutes(context: SimContext, store: EventGridStore): Route[] {
  const operation = `${topicType}/read`;
  const list = (request: ArmRequest, topics: readonly SystemTopic[]): ArmReply =>
    pageOf(request, topics, (topic) => topicJson(context, topic));
  return [
    {
      method: 'GET',
      path: `/subscriptions/{subscriptionId}/providers/${topicType}`,
      operation,
      source: 'Event Grid REST API, System Topics - List By Subscription',
      executes: ['$skiptoken', '$top'],
      handle: (request) => list(request, store.topics.inSubscription(request.param('subscriptionId'))),
    },
    {
      method: 'GET',
      path: inGroup,
      operation,
      source: 'Event Grid REST API, System Topics - List By Resource Group',
      executes: ['$skiptoken', '$top'],
      handle: (request) => list(request, store.topics.childrenOf(groupIdOf(context, request))),
    },
    {
      method: 'GET',
      path: `${inGroup}/{name}`,
      operation,
      source: 'Event Grid REST API, System Topics - Get',
      handle: (request) => ({
        status: 200,
        body: topicJson(context, requireResource(context, request, topicType, store.topics)),
      }),
    },
  ];
}

function writeRoutes(context: SimContext, store: EventGridStore): Route[] {
  const path = `${inGroup}/{name}`;
  return [
    {
      method: 'PUT',
      path,
      operation: `${topicType}/write`,
      source: 'recordings of azure-cli, test_system_topic_identity: at once for a global one',
      publishes: 'write',
      handle: (request) => putTopic(context, store, request),
    },
    {
      method: 'PATCH',
      path,
      operation: `${topicType}/write`,
      source: 'Event Grid REST API, System Topics - Update',
      publishes: 'write',
      handle: (request) => patchTopic(context, store, request),
    },
    {
      method: 'DELETE',
      path,
      operation: `${topicType}/delete`,
      source: 'recordings of azure-cli, test_system_topic_identity: 202 with both links',
      publishes: 'delete',
      handle: (request) => deleteTopic(context, store, request),
    },
  ];
}

function putTopic(context: SimContext, { topics }: EventGridStore, request: ArmRequest): ArmReply {
  const body = readBody(request, shape, ['location']);
  const id = resourceIdOf(context, request, topicType);
  const existing = topics.get(id);
  refuseOtherLocation(existing, body, request.param('groupName'));
  const { source, type } = readSource(context, body, id);
  if (existing !== undefined && !sameText(existing.source, source)) {
    throw invalidRequest(`The source of the system topic '${existing.name}' cannot be changed.`);
  }
  const taken = topics.all().find((other) => sameText(other.source, source) && other !== existing);
  // Sources of these words: reports of Terraform users, as the reference page names them.
  if (taken !== undefined) {
    const rule = 'Only one system topic is allowed per source.';
    throw invalidRequest(`There is an existing tracked system topic for the given source ${source}. ${rule}`);
  }
  const topic: SystemTopic = existing ?? {
    ...newResource(context, request, id, topicType),
    location: locationOf(body) ?? '',
    tags: undefined,
    source,
    topicType: type,
    identity: undefined,
    metricResourceId: context.random.guid(),
  };
  const wanted = objectAt(body, 'identity');
  topic.tags = objectAt(body, 'tags');
  topic.identity = wanted === undefined ? undefined : applyIdentity(context, id, topic.identity, wanted, 'replace');
  if (existing === undefined) topics.set(topic);
  else touch(context, topic, request.principal);
  return { status: 200, body: topicJson(context, topic), resourceId: topic.id };
}

/** What the topic is of: it must be there, in the same subscription, and be global. The words have no public source. */
function readSource(context: SimContext, body: JsonObject, id: string): { source: string; type: string } {
  const properties = objectAt(body, 'properties');
  const source = (textAt(properties, 'source') ?? '').replace(/\/+$/, '');
  const type = textAt(properties, 'topicType') ?? '';
  const form = sourceForms[type.toLowerCase()];
  if (form === undefined) {
    throw armError(501, 'SimulatorTopicTypeUnknown', `The Azure simulator has no system topics of type '${type}'.`);
  }
  if (!form.test(source)) throw invalidRequest(`The source '${source}' is none of the topic type '${type}'.`);
  if (!sameText(parseArmId(source).subscriptionId ?? '', parseArmId(id).subscriptionId ?? '')) {
    throw invalidRequest(`The source '${source}' is in another subscription than the system topic.`);
  }
  if (/resourcegroups/i.test(type) && context.groups.get(source) === undefined) {
    throw invalidRequest(`The source '${source}' was not found.`);
  }
  const location = locationOf(body);
  if (location !== 'global') {
    throw invalidRequest(`The location '${location}' is none of the topic type '${type}'; it must be 'global'.`);
  }
  return { source, type };
}

function patchTopic(context: SimContext, store: EventGridStore, request: ArmRequest): ArmReply {
  const topic = requireResource(context, request, topicType, store.topics);
  const body = readBody(request, { tags: { '*': 'string' }, identity });
  const wanted = objectAt(body, 'identity');
  topic.tags = isObject(body.tags) ? body.tags : topic.tags;
  if (wanted !== undefined) topic.identity = applyIdentity(context, topic.id, topic.identity, wanted, 'merge');
  touch(context, topic, request.principal);
  return { status: 200, body: topicJson(context, topic), resourceId: topic.id };
}

function deleteTopic(context: SimContext, { topics }: EventGridStore, request: ArmRequest): ArmReply {
  const topic = topics.get(resourceIdOf(context, request, topicType));
  if (topic === undefined) return { status: 204, publish: false };
  const operation = startEventGridWork(context, request, topic.id, 'delete', () => {
    context.remove(topic.id);
    return undefined;
  });
  return { status: 202, operation, resourceId: topic.id };
}

function invalidRequest(message: string): ArmError {
  return armError(400, 'InvalidRequest', message);
}

function sameText(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
