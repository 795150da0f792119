import { isObject, objectAt, textAt } from '../core/json.ts';
import { armError } from '../core/request/arm-error.ts';
import { mayDo } from '../core/request/may-do.ts';
import { pageOf } from '../core/request/page.ts';
import { readBody } from '../core/request/read-body.ts';
import type { ArmReply, ArmRequest, Family, SimContext } from '../core/types.ts';
import { descendantsOf } from './descendants.ts';
import { findGroup } from './find-group.ts';
import { childrenJson, groupJson, groupSummary, groupType } from './management-group-json.ts';
import { managementGroupId } from './management-groups.ts';

const all = `/providers/${groupType}`;
const one = `${all}/{groupId}`;
const shape = {
  id: 'string',
  name: 'string',
  type: 'string',
  properties: {
    displayName: 'string',
    tenantId: 'string',
    details: { '*': 'any', parent: { id: 'string', name: 'string', displayName: 'string' } },
    children: 'any',
  },
} as const;

/** Management groups (Microsoft.Management REST API 2020-05-01 to 2023-04-01). Writes are done at once. */
export const managementGroupFamily: Family = (context) => [
  {
    method: 'GET',
    path: all,
    operation: `${groupType}/read`,
    source: 'Management Groups REST API, Management Groups - List',
    executes: ['$skiptoken'],
    handle: (request) => {
      const readable = context.managementGroups
        .all()
        .filter(({ name }) => mayDo(context, request.principal, `${groupType}/read`, managementGroupId(name)));
      return pageOf(request, readable, (group) => groupSummary(context, group));
    },
  },
  {
    method: 'GET',
    path: one,
    operation: `${groupType}/read`,
    source: 'Management Groups REST API, Management Groups - Get; 403 for none: azure-rest-api-specs#9549',
    executes: ['$expand', '$recurse'],
    handle: (request) => getGroup(context, request),
  },
  {
    method: 'GET',
    path: `${one}/descendants`,
    operation: `${groupType}/descendants/read`,
    source: 'Management Groups REST API, Management Groups - Get Descendants',
    executes: ['$skiptoken', '$top'],
    handle: (request) =>
      pageOf(request, descendantsOf(context, request.principal, findGroup(context, request).name), (found) => found),
  },
  {
    method: 'PUT',
    path: one,
    operation: `${groupType}/write`,
    source: 'Management Groups REST API, Management Groups - Create Or Update',
    handle: (request) => putGroup(context, request),
  },
  {
    method: 'DELETE',
    path: one,
    operation: `${groupType}/delete`,
    source: 'Management Groups REST API, Management Groups - Delete',
    handle: (request) => deleteGroup(context, request),
  },
];

function getGroup(context: SimContext, request: ArmRequest): ArmReply {
  const group = findGroup(context, request);
  const { $expand: expand = '', $recurse: recurse = 'false' } = request.query;
  const isRecursive = recurse.toLowerCase() === 'true';
  if (expand !== '' && expand !== 'children') {
    throw armError(501, 'SimulatorOptionUnknown', `The Azure simulator does not execute $expand=${expand} here.`);
  }
  if (isRecursive && expand === '') {
    throw armError(400, 'BadRequest', '$recurse is only possible together with $expand=children.');
  }
  const body = groupJson(context, group);
  if (expand === '') return { status: 200, body };
  const children = childrenJson(context, request.principal, group.name, isRecursive);
  return { status: 200, body: { ...body, properties: { ...objectAt(body, 'properties'), children } } };
}

function putGroup(context: SimContext, request: ArmRequest): ArmReply {
  const { managementGroups, time } = context;
  const name = request.param('groupId');
  const properties = isObject(request.body) ? objectAt(readBody(request, shape), 'properties') : undefined;
  const existing = managementGroups.get(name);
  const wanted = textAt(objectAt(objectAt(properties, 'details'), 'parent'), 'id')
    ?.split('/')
    .at(-1);
  const parent = managementGroups.get(wanted ?? existing?.parent ?? managementGroups.rootName);
  if (parent === undefined) throw notFound(wanted ?? '');
  const isRoot = existing !== undefined && existing.parent === undefined;
  if (existing !== undefined && managementGroups.isWithin(parent.name, existing.name) && !isRoot) {
    throw armError(400, 'BadRequest', `The management group '${name}' cannot be moved below itself.`);
  }
  const group = managementGroups.set({
    name: existing?.name ?? name,
    displayName: textAt(properties, 'displayName') ?? existing?.displayName ?? name,
    parent: isRoot ? undefined : parent.name,
    version: (existing?.version ?? 0) + 1,
    updatedAtMs: time.now(),
    updatedBy: request.principal.objectId,
  });
  return { status: 200, body: groupJson(context, group) };
}

function deleteGroup(context: SimContext, request: ArmRequest): ArmReply {
  const { managementGroups, subscriptions } = context;
  const group = managementGroups.get(request.param('groupId'));
  if (group === undefined) return { status: 204 };
  const below = [...subscriptions.values()].some(({ managementGroup }) => managementGroup === group.name);
  if (group.parent === undefined || below || managementGroups.childrenOf(group.name).length > 0) {
    const why = 'Only a group without children, other than the root group, can be deleted.';
    throw armError(400, 'BadRequest', `The management group '${group.name}' cannot be deleted. ${why}`);
  }
  managementGroups.delete(group.name);
  return { status: 204 };
}

/** Words: Azure/azure-monitor-baseline-alerts#459. */
function notFound(name: string) {
  return armError(404, 'ManagementGroupNotFound', `The management group '${name}' cannot be found.`);
}
