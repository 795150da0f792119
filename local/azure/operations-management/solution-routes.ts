import { objectAt } from '../core/json.ts';
import { readBody } from '../core/request/read-body.ts';
import { sameId } from '../core/store/arm-id.ts';
import { deleteResource, groupIdOf, requireResource, resourceIdOf } from '../core/store/resource-path.ts';
import { touch } from '../core/store/stored-resource.ts';
import type { Family, Route, SimContext } from '../core/types.ts';
import type { Workspaces } from '../operational-insights/workspace.ts';
import { type Solutions, solutionJson } from './solution.ts';
import { putSolution } from './write-solution.ts';

const type = 'Microsoft.OperationsManagement/solutions';
const groupPath = `/subscriptions/{subscriptionId}/resourceGroups/{groupName}/providers/${type}`;
const path = `${groupPath}/{name}`;

/** What is installed in workspaces (OperationsManagement REST API 2015-11-01-preview). */
export const solutionFamily =
  (parts: { readonly solutions: Solutions; readonly workspaces: Workspaces }): Family =>
  (context) => {
    const { solutions } = parts;
    context.collections.push(solutions.collection);
    context.bodies.set(type.toLowerCase(), (id) => {
      const solution = solutions.collection.get(id);
      return solution === undefined ? undefined : solutionJson(solution);
    });
    // A solution goes with its workspace.
    context.hooks.onRemoved.push((removed) => {
      for (const { id, workspaceId } of solutions.collection.all()) {
        if (sameId(workspaceId, removed)) context.remove(id);
      }
    });
    return [...readRoutes(context, solutions), ...writeRoutes(context, parts)];
  };

function readRoutes(context: SimContext, solutions: Solutions): Route[] {
  const operation = `${type}/read`;
  return [
    {
      method: 'GET',
      path,
      operation,
      source: 'OperationsManagement REST API, Solutions - Get',
      handle: (request) => ({
        status: 200,
        body: solutionJson(requireResource(context, request, type, solutions.collection)),
      }),
    },
    {
      method: 'GET',
      path: groupPath,
      operation,
      source: 'OperationsManagement REST API, Solutions - List By Resource Group',
      handle: (request) => ({
        status: 200,
        body: { value: solutions.collection.childrenOf(groupIdOf(context, request)).map(solutionJson) },
      }),
    },
    {
      method: 'GET',
      path: `/subscriptions/{subscriptionId}/providers/${type}`,
      operation,
      source: 'OperationsManagement REST API, Solutions - List By Subscription',
      handle: (request) => ({
        status: 200,
        body: { value: solutions.collection.inSubscription(request.param('subscriptionId')).map(solutionJson) },
      }),
    },
  ];
}

function writeRoutes(
  context: SimContext,
  parts: { readonly solutions: Solutions; readonly workspaces: Workspaces },
): Route[] {
  return [
    {
      method: 'PUT',
      path,
      operation: `${type}/write`,
      source: 'OperationsManagement REST API, Solutions - Create Or Update',
      publishes: 'write',
      handle: (request) => putSolution(context, parts, request, resourceIdOf(context, request, type)),
    },
    {
      method: 'PATCH',
      path,
      operation: `${type}/write`,
      source: 'OperationsManagement REST API, Solutions - Update',
      publishes: 'write',
      handle: (request) => {
        const solution = requireResource(context, request, type, parts.solutions.collection);
        solution.tags = objectAt(readBody(request, { tags: { '*': 'string' } }), 'tags');
        touch(context, solution, request.principal);
        return { status: 200, body: solutionJson(solution), resourceId: solution.id };
      },
    },
    {
      method: 'DELETE',
      path,
      operation: `${type}/delete`,
      source: 'OperationsManagement REST API, Solutions - Delete',
      publishes: 'delete',
      handle: (request) => deleteResource(context, request, type, parts.solutions.collection),
    },
  ];
}
