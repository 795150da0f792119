import { textAt } from '../core/json.ts';
import { armError } from '../core/request/arm-error.ts';
import { sameId } from '../core/store/arm-id.ts';
import { systemDataOf } from '../core/store/stored-resource.ts';
import type { ArmRequest, JsonObject, Route, SimContext } from '../core/types.ts';
import { identityJson } from '../identity/resource-identity.ts';
import type { PolicyAssignment, PolicyObjects } from './policy-objects.ts';
import { publishesAt, scopeFilter } from './policy-scope.ts';
import { putAssignment } from './write-assignment.ts';

const type = 'Microsoft.Authorization/policyAssignments';
const path = `{*scope}/providers/${type}`;

/** Policy assignments at any scope. */
export function assignmentRoutes(context: SimContext, policies: PolicyObjects): Route[] {
  context.bodies.set(type.toLowerCase(), (id) => {
    const assignment = policies.assignments.get(id);
    return assignment === undefined ? undefined : assignmentJson(context, assignment);
  });
  return [...readRoutes(context, policies), ...writeRoutes(context, policies)];
}

function readRoutes(context: SimContext, policies: PolicyObjects): Route[] {
  return [
    {
      method: 'GET',
      path,
      operation: `${type}/read`,
      source: 'Azure Policy REST API, Policy Assignments - List',
      executes: ['$filter'],
      handle: (request) => {
        const { assignments } = policies;
        const isOf = (name: string, value: string) =>
          name.toLowerCase() === 'policydefinitionid' ? ofDefinition(policies, value) : undefined;
        const listed = scopeFilter(context, request.param('scope'), request.query.$filter, isOf);
        const value = assignments
          .all()
          .filter(listed)
          .map((each) => assignmentJson(context, each));
        return { status: 200, body: { value } };
      },
    },
    {
      method: 'GET',
      path: `${path}/{name}`,
      operation: `${type}/read`,
      source: 'Azure Policy REST API, Policy Assignments - Get',
      handle: (request) => {
        const assignment = policies.assignments.get(idOf(request));
        if (assignment === undefined) {
          const message = `The policy assignment '${request.param('name')}' is not found.`;
          throw armError(404, 'PolicyAssignmentNotFound', message);
        }
        return { status: 200, body: assignmentJson(context, assignment) };
      },
    },
  ];
}

function writeRoutes(context: SimContext, policies: PolicyObjects): Route[] {
  return [
    {
      method: 'PUT',
      path: `${path}/{name}`,
      operation: `${type}/write`,
      source: 'Azure Policy REST API, Policy Assignments - Create: 201 for a change as well',
      publishes: 'write',
      handle: (request) => {
        const assignment = putAssignment(context, policies, request);
        const body = assignmentJson(context, assignment);
        return { status: 201, body, resourceId: assignment.id, ...publishesAt(assignment.scope) };
      },
    },
    {
      method: 'DELETE',
      path: `${path}/{name}`,
      operation: `${type}/delete`,
      source: 'Azure Policy REST API, Policy Assignments - Delete',
      publishes: 'delete',
      handle: (request) => {
        const assignment = policies.assignments.get(idOf(request));
        if (assignment === undefined) return { status: 204, publish: false };
        policies.assignments.delete(assignment.id);
        const body = assignmentJson(context, assignment);
        return { status: 200, body, resourceId: assignment.id, ...publishesAt(assignment.scope) };
      },
    },
  ];
}

function ofDefinition(policies: PolicyObjects, definitionId: string): (object: { readonly scope: string }) => boolean {
  const found = new Set<unknown>(
    policies.assignments
      .all()
      .filter(({ properties }) => sameId(textAt(properties, 'policyDefinitionId') ?? '', definitionId)),
  );
  return (object) => found.has(object);
}

function idOf(request: ArmRequest): string {
  return `${request.param('scope')}/providers/${type}/${request.param('name')}`;
}

function assignmentJson(context: SimContext, assignment: PolicyAssignment): JsonObject {
  const { id, name, properties, identity, identityLocation } = assignment;
  return {
    id,
    name,
    type,
    location: identityLocation,
    identity: identityJson(context, identity),
    systemData: systemDataOf(assignment),
    properties,
  };
}
