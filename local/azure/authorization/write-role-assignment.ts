import { objectAt, textAt } from '../core/json.ts';
import { armError } from '../core/request/arm-error.ts';
import { readBody } from '../core/request/read-body.ts';
import { newResource } from '../core/store/stored-resource.ts';
import type { ArmRequest, JsonObject, SimContext } from '../core/types.ts';
import type { ListedAssignment, RoleAssignment, RoleAssignments } from './role-assignment-store.ts';
import { checkScopeExists } from './scope.ts';

const type = 'Microsoft.Authorization/roleAssignments';
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const shape = {
  id: 'string',
  name: 'string',
  type: 'string',
  systemData: 'any',
  properties: {
    principalId: 'string',
    principalType: 'string',
    roleDefinitionId: 'string',
    scope: 'string',
    condition: 'string',
    conditionVersion: 'string',
    delegatedManagedIdentityResourceId: 'string',
    description: 'string',
    createdOn: 'string',
    updatedOn: 'string',
    createdBy: 'string',
    updatedBy: 'string',
  },
} as const;

/**
 * Makes a role assignment, or changes the description and condition of one. Refusals: Azure docs, "Troubleshoot Azure
 * RBAC": its name is a GUID, a principal has a role once in a scope, who has which role never changes.
 */
export function writeRoleAssignment(
  context: SimContext,
  assignments: RoleAssignments,
  request: ArmRequest,
): { readonly isNew: boolean; readonly assignment: ListedAssignment } {
  const name = request.param('name');
  const scope = request.param('scope');
  if (!guid.test(name)) {
    const message = `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`;
    throw armError(400, 'InvalidRoleAssignmentId', message);
  }
  checkScopeExists(context, scope);
  const id = `${scope}/providers/${type}/${name}`;
  const properties = objectAt(readBody(request, shape, ['properties']), 'properties') ?? {};
  const wanted = readAssignment(properties);
  const existing = assignments.get(id);
  refuseConflict(assignments, existing, { id, scope, ...wanted });
  const assignment: RoleAssignment = {
    ...newResource(context, request, id, type),
    scope,
    ...wanted,
    more: { description: properties.description, condition: properties.condition },
  };
  assignments.collection.set(assignment);
  return { isNew: existing === undefined, assignment };
}

function readAssignment(
  properties: JsonObject,
): Pick<RoleAssignment, 'principalId' | 'principalType' | 'roleDefinitionId'> {
  const principalId = textAt(properties, 'principalId') ?? '';
  const roleDefinitionId = textAt(properties, 'roleDefinitionId') ?? '';
  if (!guid.test(principalId)) {
    throw armError(
      400,
      'InvalidPrincipalId',
      `The principal ID '${principalId}' is not valid. Principal ID must be a GUID.`,
    );
  }
  if (!/\/providers\/Microsoft\.Authorization\/roleDefinitions\/[^/]+$/i.test(roleDefinitionId)) {
    const message = `The role definition ID '${roleDefinitionId}' is not valid.`;
    throw armError(400, 'InvalidRoleDefinitionId', message);
  }
  return { principalId, roleDefinitionId, principalType: textAt(properties, 'principalType') ?? 'ServicePrincipal' };
}

function refuseConflict(
  assignments: RoleAssignments,
  existing: ListedAssignment | undefined,
  wanted: Pick<ListedAssignment, 'id' | 'scope' | 'principalId' | 'roleDefinitionId'>,
): void {
  const role = (each: { readonly roleDefinitionId: string }) => each.roleDefinitionId.split('/').at(-1)?.toLowerCase();
  const isSame = (each: ListedAssignment): boolean =>
    each.scope.toLowerCase() === wanted.scope.toLowerCase() &&
    each.principalId.toLowerCase() === wanted.principalId.toLowerCase() &&
    role(each) === role(wanted);
  if (existing !== undefined) {
    if (isSame(existing)) return;
    const message = 'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.';
    throw armError(409, 'RoleAssignmentUpdateNotPermitted', message);
  }
  const twin = assignments.all().find(isSame);
  if (twin === undefined) return;
  const message = `The role assignment already exists. The ID of the existing role assignment is ${twin.name.replaceAll('-', '')}.`;
  throw armError(409, 'RoleAssignmentExists', message);
}
