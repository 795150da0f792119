import { objectAt } from '../core/json.ts';
import { resourceNotFound } from '../core/request/not-found.ts';
import { readBody } from '../core/request/read-body.ts';
import { sameId } from '../core/store/arm-id.ts';
import { groupIdOf, resourceIdOf } from '../core/store/resource-path.ts';
import { touch } from '../core/store/stored-resource.ts';
import type { ArmRequest, Family, Route, SimContext } from '../core/types.ts';
import type { Workspaces } from '../operational-insights/workspace.ts';
import { type Solution, type Solutions, solutionJson } from './solution.ts';
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
      handle: (request) => ({ status: 200, body: solutionJson(find(context, solutions, request)) }),
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
        const solution = find(context, parts.solutions, request);
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
      handle: (request) => {
        const solution = parts.solutions.collection.get(resourceIdOf(context, request, type));
        if (solution === undefined) return { status: 204, publish: false };
        context.remove(solution.id);
        return { status: 200, resourceId: solution.id };
      },
    },
  ];
}

function find(context: SimContext, solutions: Solutions, request: ArmRequest): Solution {
  const id = resourceIdOf(context, request, type);
  const solution = solutions.collection.get(id);
  if (solution === undefined) throw resourceNotFound(id);
  return solution;
}
