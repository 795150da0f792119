import { armError } from '../core/request/arm-error.ts';
import type { Family, JsonObject } from '../core/types.ts';
import type { AccessRules, StoredAccessRule } from './access-rules.ts';
import { covers } from './scope.ts';

type Assignment = Extract<StoredAccessRule['rule'], { kind: 'roleAssignment' }>;

/** Lists role assignments: those of the scope, above it and below it, or of one principal. */
export const roleAssignmentFamily =
  (access: AccessRules): Family =>
  () => [
    {
      method: 'GET',
      path: '{*scope}/providers/Microsoft.Authorization/roleAssignments',
      operation: 'Microsoft.Authorization/roleAssignments/read',
      source: 'Azure REST API, Role Assignments - List For Scope',
      executes: ['$filter'],
      handle: (request) => {
        const scope = request.param('scope');
        const wanted = filterOf(request.query.$filter, scope);
        const value = access
          .list()
          .flatMap(({ id, rule }) =>
            rule.kind === 'roleAssignment' && wanted(rule) ? [assignmentJson(id, rule)] : [],
          );
        return { status: 200, body: { value } };
      },
    },
  ];

/** The filters of the REST API: `atScope()`, `principalId eq '...'`, `assignedTo('...')`. */
function filterOf(filter: string | undefined, scope: string): (assignment: Assignment) => boolean {
  const above = (assignment: Assignment): boolean => covers(assignment.scope, scope);
  const related = (assignment: Assignment): boolean => above(assignment) || covers(scope, assignment.scope);
  if (filter === undefined || filter === '') return related;
  if (/^atScope\(\)$/i.test(filter)) return above;
  const principalId = /^(?:principalId eq|assignedTo\()\s*'([^']+)'\)?$/i.exec(filter)?.[1];
  if (principalId === undefined) {
    throw armError(501, 'SimulatorFilterUnknown', `The Azure simulator does not execute the $filter "${filter}".`);
  }
  return (assignment) => related(assignment) && assignment.principalId === principalId;
}

function assignmentJson(id: string, rule: Assignment): JsonObject {
  const subscription = rule.scope.split('/').slice(0, 3).join('/');
  return {
    id: `${rule.scope}/providers/Microsoft.Authorization/roleAssignments/${id}`,
    name: id,
    type: 'Microsoft.Authorization/roleAssignments',
    properties: {
      principalId: rule.principalId,
      principalType: rule.principalType,
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${rule.roleDefinitionId}`,
      scope: rule.scope,
    },
  };
}
