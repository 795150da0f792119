import { objectAt } from '../core/json.ts';
import { resourceNotFound } from '../core/request/not-found.ts';
import { pageOf } from '../core/request/page.ts';
import { readBody } from '../core/request/read-body.ts';
import { locationOf, refuseOtherLocation } from '../core/store/location.ts';
import type { StoredResource } from '../core/store/resource-collection.ts';
import { groupIdOf, resourceIdOf } from '../core/store/resource-path.ts';
import { checkPreconditions, newResource, systemDataOf, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, Family, JsonObject, SimContext } from '../core/types.ts';

/** A user-assigned managed identity. */
export interface UserAssignedIdentity extends StoredResource {
  readonly location: string;
  tags: JsonObject | undefined;
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
export const userAssignedIdentityFamily: Family = (context) => [
  {
    method: 'GET',
    path,
    operation: `${type}/read`,
    source: 'Managed Identity REST API, User Assigned Identities - Get',
    handle: (request) => ({ status: 200, body: identityResource(context, find(context, request)) }),
  },
  {
    method: 'GET',
    path: groupPath,
    operation: `${type}/read`,
    source: 'Managed Identity REST API, User Assigned Identities - List By Resource Group',
    executes: ['$skiptoken', '$top'],
    handle: (request) => list(context, request, context.identities.childrenOf(groupIdOf(context, request))),
  },
  {
    method: 'GET',
    path: `/subscriptions/{subscriptionId}/providers/${type}`,
    operation: `${type}/read`,
    source: 'Managed Identity REST API, User Assigned Identities - List By Subscription',
    executes: ['$skiptoken', '$top'],
    handle: (request) => list(context, request, context.identities.inSubscription(request.param('subscriptionId'))),
  },
  {
    method: 'PUT',
    path,
    operation: `${type}/write`,
    source: 'Managed Identity REST API, User Assigned Identities - Create Or Update',
    publishes: 'write',
    handle: (request) => put(context, request),
  },
  {
    method: 'DELETE',
    path,
    operation: `${type}/delete`,
    source: 'Managed Identity REST API, User Assigned Identities - Delete',
    publishes: 'delete',
    handle: (request) => {
      const existing = context.identities.get(resourceIdOf(context, request, type));
      if (existing === undefined) return { status: 204, publish: false };
      context.remove(existing.id);
      return { status: 200, resourceId: existing.id };
    },
  },
];

function find(context: SimContext, request: ArmRequest): UserAssignedIdentity {
  const id = resourceIdOf(context, request, type);
  const found = context.identities.get(id);
  if (found === undefined) throw resourceNotFound(id);
  return found;
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
    principalId: context.random.guid(),
    clientId: context.random.guid(),
  };
  identity.tags = objectAt(body, 'tags');
  if (existing === undefined) context.identities.set(identity);
  else touch(context, identity, request.principal);
  return {
    status: existing === undefined ? 201 : 200,
    body: identityResource(context, identity),
    resourceId: identity.id,
  };
}

function identityResource(context: SimContext, identity: UserAssignedIdentity): JsonObject {
  const { id, name, location, tags, principalId, clientId } = identity;
  return {
    id,
    name,
    type,
    location,
    tags: tags ?? {},
    systemData: systemDataOf(identity),
    properties: { tenantId: context.tenantId, principalId, clientId },
  };
}
