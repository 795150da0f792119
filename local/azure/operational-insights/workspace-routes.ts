import { deleteResource, groupIdOf, requireResource, resourceIdOf } from '../core/store/resource-path.ts';
import type { ArmReply, Family, Route, SimContext } from '../core/types.ts';
import { type Workspace, type Workspaces, workspaceJson } from './workspace.ts';
import { patchWorkspace, putWorkspace } from './write-workspace.ts';

const type = 'Microsoft.OperationalInsights/workspaces';
const groupPath = `/subscriptions/{subscriptionId}/resourceGroups/{groupName}/providers/${type}`;
const path = `${groupPath}/{name}`;

/** Log Analytics workspaces (Log Analytics REST API 2020-08-01 to 2025-07-01). */
export const workspaceFamily =
  (workspaces: Workspaces): Family =>
  (context) => {
    context.collections.push(workspaces.collection);
    context.bodies.set(type.toLowerCase(), (id) => {
      const workspace = workspaces.collection.get(id);
      return workspace === undefined ? undefined : workspaceJson(context, workspace);
    });
    return [...readRoutes(context, workspaces), ...writeRoutes(context, workspaces)];
  };

function readRoutes(context: SimContext, workspaces: Workspaces): Route[] {
  const operation = `${type}/read`;
  const list = (found: readonly Workspace[]): ArmReply => ({
    status: 200,
    body: { value: found.map((workspace) => workspaceJson(context, workspace)) },
  });
  return [
    {
      method: 'GET',
      path,
      operation,
      source: 'Log Analytics REST API, Workspaces - Get',
      handle: (request) => ({
        status: 200,
        body: workspaceJson(context, requireResource(context, request, type, workspaces.collection)),
      }),
    },
    {
      method: 'GET',
      path: groupPath,
      operation,
      source: 'Log Analytics REST API, Workspaces - List By Resource Group',
      handle: (request) => list(workspaces.collection.childrenOf(groupIdOf(context, request))),
    },
    {
      method: 'GET',
      path: `/subscriptions/{subscriptionId}/providers/${type}`,
      operation,
      source: 'Log Analytics REST API, Workspaces - List',
      handle: (request) => list(workspaces.collection.inSubscription(request.param('subscriptionId'))),
    },
  ];
}

function writeRoutes(context: SimContext, workspaces: Workspaces): Route[] {
  return [
    {
      method: 'PUT',
      path,
      operation: `${type}/write`,
      source: 'Log Analytics REST API, Workspaces - Create Or Update',
      publishes: 'write',
      handle: (request) => putWorkspace(context, workspaces, request, resourceIdOf(context, request, type)),
    },
    {
      method: 'PATCH',
      path,
      operation: `${type}/write`,
      source: 'Log Analytics REST API, Workspaces - Update',
      publishes: 'write',
      handle: (request) =>
        patchWorkspace(context, request, requireResource(context, request, type, workspaces.collection)),
    },
    {
      method: 'DELETE',
      path,
      operation: `${type}/delete`,
      source: 'Log Analytics REST API, Workspaces - Delete',
      publishes: 'delete',
      handle: (request) => deleteResource(context, request, type, workspaces.collection),
    },
  ];
}
