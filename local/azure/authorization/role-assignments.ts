import { resourceNotFound } from '../core/request/not-found.ts';
import type { ArmReply, ArmRequest, Family, JsonObject, SimContext } from '../core/types.ts';
import type { AccessRules } from './access-rules.ts';
import { roleAssignmentFilter } from './role-assignment-filter.ts';
import { type ListedAssignment, RoleAssignments } from './role-assignment-store.ts';
import { writeRoleAssignment } from './write-role-assignment.ts';

const type = 'Microsoft.Authorization/roleAssignments';
const path = `{*scope}/providers/${type}`;

/** Role assignments of any scope. They are listed and told; they allow nothing by themselves. */
export const roleAssignmentFamily =
  (access: AccessRules): Family =>
  (context) => {
    const assignments = new RoleAssignments(access);
    context.collections.push(assignments.collection);
    return [
      {
        method: 'GET',
        path,
        operation: `${type}/read`,
        source: 'Azure REST API, Role Assignments - List For Scope',
        executes: ['$filter'],
        handle: (request) => {
          const wanted = roleAssignmentFilter(request.query.$filter, request.param('scope'));
          return { status: 200, body: { value: assignments.all().filter(wanted).map(assignmentJson) } };
        },
      },
      {
        method: 'GET',
        path: `${path}/{name}`,
        operation: `${type}/read`,
        source: 'Azure REST API, Role Assignments - Get',
        handle: (request) => {
          const assignment = assignments.get(idOf(request));
          if (assignment === undefined) throw resourceNotFound(idOf(request));
          return { status: 200, body: assignmentJson(assignment) };
        },
      },
      {
        method: 'PUT',
        path: `${path}/{name}`,
        operation: `${type}/write`,
        source: 'Azure REST API, Role Assignments - Create',
        publishes: 'write',
        handle: (request) => {
          const { isNew, assignment } = writeRoleAssignment(context, assignments, request);
          return { status: isNew ? 201 : 200, body: assignmentJson(assignment), resourceId: assignment.id };
        },
      },
      {
        method: 'DELETE',
        path: `${path}/{name}`,
        operation: `${type}/delete`,
        source: 'Azure REST API, Role Assignments - Delete',
        publishes: 'delete',
        handle: (request) => remove(context, access, assignments, request),
      },
    ];
  };

/** Answers what was deleted, and 204 when there was nothing. */
function remove(context: SimContext, access: AccessRules, assignments: RoleAssignments, request: ArmRequest): ArmReply {
  const assignment = assignments.get(idOf(request));
  if (assignment === undefined) return { status: 204, publish: false };
  context.remove(assignment.id);
  access.remove(assignment.name);
  return { status: 200, body: assignmentJson(assignment), resourceId: assignment.id };
}

function idOf(request: ArmRequest): string {
  return `${request.param('scope')}/providers/${type}/${request.param('name')}`;
}

function assignmentJson(assignment: ListedAssignment): JsonObject {
  const { id, name, scope, principalId, principalType, roleDefinitionId, more } = assignment;
  return { id, name, type, properties: { ...more, principalId, principalType, roleDefinitionId, scope } };
}
