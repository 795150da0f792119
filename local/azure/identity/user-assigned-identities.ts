import { objectAt, textAt } from '../core/json.ts';
import { pageOf } from '../core/request/page.ts';
import { readBody } from '../core/request/read-body.ts';
import { locationOf, refuseOtherLocation } from '../core/store/location.ts';
import type { StoredResource } from '../core/store/resource-collection.ts';
import { deleteResource, groupIdOf, requireResource, resourceIdOf } from '../core/store/resource-path.ts';
import { checkPreconditions, newResource, systemDataOf, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, Family, JsonObject, Route, SimContext } from '../core/types.ts';

/** A user-assigned managed identity. */
export interface UserAssignedIdentity extends StoredResource {
  readonly location: string;
  tags: JsonObject | undefined;
  /** `None` or `Regional`; since 2023-07-31-preview. */
  isolationScope: string | undefined;
  readonly principalId: string;
  readonly clientId: string;
}

const type = 'Microsoft.ManagedIdentity/userAssignedIdentities';
const groupPath = `/subscriptions/{subscriptionId}/resourceGroups/{groupName}/providers/${type}`;
const path = `${groupPath}/{name}`;
const shape = {
  id: 'string',
  name: 'string',
  type: 'string',
  location: 'string',
  tags: { '*': 'string' },
  systemData: 'any',
  properties: { clientId: 'string', isolationScope: 'string', principalId: 'string', tenantId: 'string' },
} as const;

/** User-assigned identities (Managed Identity REST API 2018-11-30 to 2024-11-30). */
export const userAssignedIdentityFamily: Family = (context) => {
  context.bodies.set(type.toLowerCase(), (id) => {
    const identity = context.identities.get(id);
    return identity === undefined ? undefined : identityResource(context, identity);
  });
  return [...readRoutes(context), ...writeRoutes(context)];
};

function readRoutes(context: SimContext): Route[] {
  const operation = `${type}/read`;
  return [
    {
      method: 'GET',
      path,
      operation,
      source: 'Managed Identity REST API, User Assigned Identities - Get',
      handle: (request) => ({
        status: 200,
        body: identityResource(context, requireResource(context, request, type, context.identities)),
      }),
    },
    {
      method: 'GET',
      path: groupPath,
      operation,
      source: 'Managed Identity REST API, User Assigned Identities - List By Resource Group',
      executes: ['$skiptoken', '$top'],
      handle: (request) => list(context, request, context.identities.childrenOf(groupIdOf(context, request))),
    },
    {
      method: 'GET',
      path: `/subscriptions/{subscriptionId}/providers/${type}`,
      operation,
      source: 'Managed Identity REST API, User Assigned Identities - List By Subscription',
      executes: ['$skiptoken', '$top'],
      handle: (request) => list(context, request, context.identities.inSubscription(request.param('subscriptionId'))),
    },
  ];
}

function writeRoutes(context: SimContext): Route[] {
  return [
    {
      method: 'PUT',
      path,
      operation: `${type}/write`,
      source: 'Managed Identity REST API, User Assigned Identities - Create Or Update',
      publishes: 'write',
      handle: (request) => put(context, request),
    },
    {
      method: 'PATCH',
      path,
      operation: `${type}/write`,
      source: 'Managed Identity REST API, User Assigned Identities - Update',
      publishes: 'write',
      handle: (request) => patch(context, request),
    },
    {
      method: 'DELETE',
      path,
      operation: `${type}/delete`,
      source: 'Managed Identity REST API, User Assigned Identities - Delete',
      publishes: 'delete',
      handle: (request) => deleteResource(context, request, type, context.identities),
    },
  ];
}

function list(context: SimContext, request: ArmRequest, identities: readonly UserAssignedIdentity[]): ArmReply {
  return pageOf(request, identities, (identity) => identityResource(context, identity));
}

function put(context: SimContext, request: ArmRequest): ArmReply {
  const id = resourceIdOf(context, request, type);
  const body = readBody(request, shape, ['location']);
  const existing = context.identities.get(id);
  checkPreconditions(request, existing);
  refuseOtherLocation(existing, body, request.param('groupName'));
  const identity: UserAssignedIdentity = existing ?? {
    ...newResource(context, request, id, type),
    location: locationOf(body) ?? '',
    tags: undefined,
    isolationScope: undefined,
    principalId: context.random.guid(),
    clientId: context.random.guid(),
  };
  identity.tags = objectAt(body, 'tags');
  identity.isolationScope = textAt(objectAt(body, 'properties'), 'isolationScope');
  if (existing === undefined) context.identities.set(identity);
  else touch(context, identity, request.principal);
  return {
    status: existing === undefined ? 201 : 200,
    body: identityResource(context, identity),
    resourceId: identity.id,
  };
}

/** Only what is given changes. */
function patch(context: SimContext, request: ArmRequest): ArmReply {
  const identity = requireResource(context, request, type, context.identities);
  const body = readBody(request, shape);
  refuseOtherLocation(identity, body, request.param('groupName'));
  identity.tags = objectAt(body, 'tags') ?? identity.tags;
  identity.isolationScope = textAt(objectAt(body, 'properties'), 'isolationScope') ?? identity.isolationScope;
  touch(context, identity, request.principal);
  return { status: 200, body: identityResource(context, identity), resourceId: identity.id };
}

function identityResource(context: SimContext, identity: UserAssignedIdentity): JsonObject {
  const { id, name, location, tags, isolationScope, principalId, clientId } = identity;
  return {
    id,
    name,
    type,
    location,
    tags: tags ?? {},
    systemData: systemDataOf(identity),
    properties: { isolationScope, tenantId: context.tenantId, principalId, clientId },
  };
}
