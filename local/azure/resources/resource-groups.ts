import { objectAt, textAt } from '../core/json.ts';
import { armError } from '../core/request/arm-error.ts';
import { groupNotFound } from '../core/request/not-found.ts';
import { readBody } from '../core/request/read-body.ts';
import { locationOf } from '../core/store/location.ts';
import { newResource, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, Family, JsonObject, ResourceGroup, SimContext } from '../core/types.ts';
import { deleteGroup } from './delete-group.ts';
import { resourceFilter } from './resource-filter.ts';

const path = '/subscriptions/{subscriptionId}/resourcegroups/{groupName}';
const shape = {
  id: 'string',
  name: 'string',
  type: 'string',
  location: 'string',
  managedBy: 'string',
  tags: { '*': 'string' },
  properties: { provisioningState: 'string' },
} as const;

/** Resource groups (Azure Resource Manager "Resource Groups"). */
export const resourceGroupFamily: Family = (context) => [
  {
    method: 'GET',
    path,
    operation: 'Microsoft.Resources/subscriptions/resourceGroups/read',
    source: 'Azure REST API, Resource Groups - Get',
    handle: (request) => ({ status: 200, body: groupJson(findGroup(context, request)) }),
  },
  {
    method: 'HEAD',
    path,
    operation: 'Microsoft.Resources/subscriptions/resourceGroups/read',
    source: 'Azure REST API, Resource Groups - Check Existence',
    handle: (request) => ({ status: context.groups.get(groupId(request)) === undefined ? 404 : 204 }),
  },
  {
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/resourcegroups',
    operation: 'Microsoft.Resources/subscriptions/resourceGroups/read',
    source: 'Azure REST API, Resource Groups - List',
    executes: ['$filter'],
    handle: (request) => {
      const matches = resourceFilter(request.query.$filter);
      const groups = context.groups.childrenOf(`/subscriptions/${request.param('subscriptionId')}`);
      return { status: 200, body: { value: groups.filter(matches).map(groupJson) } };
    },
  },
  {
    method: 'PUT',
    path,
    operation: 'Microsoft.Resources/subscriptions/resourceGroups/write',
    source: 'Azure REST API, Resource Groups - Create Or Update',
    publishes: 'write',
    handle: (request) => putGroup(context, request),
  },
  {
    method: 'PATCH',
    path,
    operation: 'Microsoft.Resources/subscriptions/resourceGroups/write',
    source: 'Azure REST API, Resource Groups - Update',
    publishes: 'write',
    handle: (request) => patchGroup(context, request),
  },
  {
    method: 'DELETE',
    path,
    operation: 'Microsoft.Resources/subscriptions/resourceGroups/delete',
    source: 'Azure REST API, Resource Groups - Delete',
    publishes: 'delete',
    handle: (request) => deleteGroup(context, request, findGroup(context, request)),
  },
];

function groupId(request: ArmRequest): string {
  return `/subscriptions/${request.param('subscriptionId')}/resourceGroups/${request.param('groupName')}`;
}

function findGroup(context: SimContext, request: ArmRequest): ResourceGroup {
  const group = context.groups.get(groupId(request));
  if (group === undefined) throw groupNotFound(request.param('groupName'));
  return group;
}

function putGroup(context: SimContext, request: ArmRequest): ArmReply {
  const body = readBody(request, shape, ['location']);
  const existing = context.groups.get(groupId(request));
  const location = locationOf(body);
  if (existing !== undefined && location !== existing.location) {
    throw armError(
      409,
      'InvalidResourceGroupLocation',
      `Invalid resource group location '${location}'. The Resource group already exists in location '${existing.location}'.`,
    );
  }
  const group: ResourceGroup = existing ?? {
    ...newResource(context, request, groupId(request), 'Microsoft.Resources/resourceGroups'),
    location: location ?? '',
    tags: undefined,
    managedBy: undefined,
    provisioningState: 'Succeeded',
  };
  group.tags = objectAt(body, 'tags');
  group.managedBy = textAt(body, 'managedBy') ?? group.managedBy;
  if (existing === undefined) context.groups.set(group);
  else touch(context, group, request.principal);
  return { status: existing === undefined ? 201 : 200, body: groupJson(group), resourceId: group.id };
}

function patchGroup(context: SimContext, request: ArmRequest): ArmReply {
  const group = findGroup(context, request);
  const body = readBody(request, shape);
  group.tags = objectAt(body, 'tags') ?? group.tags;
  group.managedBy = textAt(body, 'managedBy') ?? group.managedBy;
  touch(context, group, request.principal);
  return { status: 200, body: groupJson(group), resourceId: group.id };
}

function groupJson(group: ResourceGroup): JsonObject {
  return {
    id: group.id,
    name: group.name,
    type: group.type,
    location: group.location,
    managedBy: group.managedBy,
    tags: group.tags,
    properties: { provisioningState: group.provisioningState },
  };
}
