import { objectAt, textAt } from '../core/json.ts';
import type { BodyShape } from '../core/request/body-shape.ts';
import { pageOf } from '../core/request/page.ts';
import { readBody } from '../core/request/read-body.ts';
import { locationOf, refuseOtherLocation } from '../core/store/location.ts';
import { ResourceCollection, type StoredResource } from '../core/store/resource-collection.ts';
import { deleteResource, groupIdOf, requireResource, resourceIdOf } from '../core/store/resource-path.ts';
import { checkPreconditions, etagOf, newResource, systemDataOf, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, JsonObject, Route, SimContext } from '../core/types.ts';
import { applyIdentity, identityJson, type ResourceIdentity } from '../identity/resource-identity.ts';

/** A tracked resource of Azure Monitor that is kept as it was sent: a rule or an endpoint. */
export interface MonitorResource extends StoredResource {
  location: string;
  kind: string | undefined;
  tags: JsonObject | undefined;
  identity: ResourceIdentity | undefined;
  properties: JsonObject;
  readonly immutableId: string;
}

/** What differs between the types. */
export interface MonitorResourceType {
  /** Such as `Microsoft.Insights/dataCollectionRules`. */
  readonly type: string;
  /** Starts the immutable id: `dcr` or `dce`. */
  readonly prefix: string;
  /** The shape of `properties`. */
  readonly properties: BodyShape;
  /** Refuses what the resource cannot be, before anything is stored; `body` is of the shape. */
  readonly check?: (request: ArmRequest, body: JsonObject) => void;
  /** What the service adds to `properties`. */
  readonly filledIn?: (resource: MonitorResource) => JsonObject;
  /** Refuses, or cleans up, before a delete. */
  readonly beforeDelete?: (request: ArmRequest, resource: MonitorResource) => void;
}

type Resources = ResourceCollection<MonitorResource>;

const groupPath = (type: string): string =>
  `/subscriptions/{subscriptionId}/resourceGroups/{groupName}/providers/${type}`;

/** GET, PUT, PATCH (tags), lists and DELETE of one such type. */
export function monitorResourceRoutes(context: SimContext, kind: MonitorResourceType): readonly Route[] {
  const collection: Resources = new ResourceCollection();
  context.collections.push(collection);
  context.bodies.set(kind.type.toLowerCase(), (id) => {
    const resource = collection.get(id);
    return resource === undefined ? undefined : resourceJson(context, kind, resource);
  });
  return [...readRoutes(context, kind, collection), ...writeRoutes(context, kind, collection)];
}

function readRoutes(context: SimContext, kind: MonitorResourceType, collection: Resources): Route[] {
  const { type } = kind;
  const all = `/subscriptions/{subscriptionId}/providers/${type}`;
  const group = groupPath(type);
  const json = (resource: MonitorResource): JsonObject => resourceJson(context, kind, resource);
  const read = `${type}/read`;
  return [
    {
      method: 'GET',
      path: all,
      operation: read,
      source: `Azure Monitor REST API, ${type} - List By Subscription`,
      executes: ['$skiptoken', '$top'],
      handle: (request) => pageOf(request, collection.inSubscription(request.param('subscriptionId')), json),
    },
    {
      method: 'GET',
      path: group,
      operation: read,
      source: `Azure Monitor REST API, ${type} - List By Resource Group`,
      executes: ['$skiptoken', '$top'],
      handle: (request) => pageOf(request, collection.childrenOf(groupIdOf(context, request)), json),
    },
    {
      method: 'GET',
      path: `${group}/{name}`,
      operation: read,
      source: `Azure Monitor REST API, ${type} - Get`,
      handle: (request) => ({ status: 200, body: json(requireResource(context, request, type, collection)) }),
    },
  ];
}

function writeRoutes(context: SimContext, kind: MonitorResourceType, collection: Resources): Route[] {
  const { type } = kind;
  const one = `${groupPath(type)}/{name}`;
  return [
    {
      method: 'PUT',
      path: one,
      operation: `${type}/write`,
      source: `Azure Monitor REST API, ${type} - Create`,
      publishes: 'write',
      handle: (request) => put(context, kind, collection, request),
    },
    {
      method: 'PATCH',
      path: one,
      operation: `${type}/write`,
      source: `Azure Monitor REST API, ${type} - Update`,
      publishes: 'write',
      handle: (request) => {
        const resource = requireResource(context, request, type, collection);
        checkPreconditions(request, resource);
        const body = readBody(request, { tags: { '*': 'string' }, identity: 'any' });
        resource.tags = objectAt(body, 'tags') ?? resource.tags;
        resource.identity = identityOf(context, resource, body, 'merge');
        touch(context, resource, request.principal);
        return { status: 200, body: resourceJson(context, kind, resource), resourceId: resource.id };
      },
    },
    {
      method: 'DELETE',
      path: one,
      operation: `${type}/delete`,
      source: `Azure Monitor REST API, ${type} - Delete`,
      publishes: 'delete',
      handle: (request) =>
        deleteResource(context, request, type, collection, (resource) => kind.beforeDelete?.(request, resource)),
    },
  ];
}

function put(context: SimContext, kind: MonitorResourceType, collection: Resources, request: ArmRequest): ArmReply {
  const shape = {
    location: 'string',
    kind: 'string',
    tags: { '*': 'string' },
    identity: 'any',
    sku: 'any',
    etag: 'string',
    systemData: 'any',
    id: 'string',
    name: 'string',
    type: 'string',
    properties: kind.properties,
  } as const;
  const body = readBody(request, shape, ['location']);
  const id = resourceIdOf(context, request, kind.type);
  const existing = collection.get(id);
  refuseOtherLocation(existing, body, request.param('groupName'));
  checkPreconditions(request, existing);
  kind.check?.(request, body);
  const resource: MonitorResource = existing ?? {
    ...newResource(context, request, id, kind.type),
    location: locationOf(body) ?? '',
    kind: undefined,
    tags: undefined,
    identity: undefined,
    properties: {},
    immutableId: `${kind.prefix}-${context.random.guid().replaceAll('-', '')}`,
  };
  resource.kind = textAt(body, 'kind');
  resource.tags = objectAt(body, 'tags');
  resource.identity = identityOf(context, resource, body, 'replace');
  resource.properties = objectAt(body, 'properties') ?? {};
  if (existing === undefined) collection.set(resource);
  else touch(context, resource, request.principal);
  const status = existing === undefined ? 201 : 200;
  return { status, body: resourceJson(context, kind, resource), resourceId: resource.id };
}

function identityOf(
  context: SimContext,
  { id, identity }: MonitorResource,
  body: JsonObject,
  mode: 'merge' | 'replace',
): ResourceIdentity | undefined {
  const given = objectAt(body, 'identity');
  return given === undefined ? identity : applyIdentity(context, id, identity, given, mode);
}

function resourceJson(context: SimContext, kind: MonitorResourceType, resource: MonitorResource): JsonObject {
  return {
    id: resource.id,
    name: resource.name,
    type: resource.type,
    location: resource.location,
    kind: resource.kind,
    tags: resource.tags,
    identity: identityJson(context, resource.identity),
    etag: etagOf(resource),
    systemData: systemDataOf(resource),
    properties: {
      ...resource.properties,
      ...kind.filledIn?.(resource),
      immutableId: resource.immutableId,
      provisioningState: 'Succeeded',
    },
  };
}
