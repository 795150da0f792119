import { objectAt, textAt } from '../core/json.ts';
import { armError } from '../core/request/arm-error.ts';
import { readBody } from '../core/request/read-body.ts';
import { locationOf } from '../core/store/location.ts';
import { newResource, touch } from '../core/store/stored-resource.ts';
import type { ArmRequest, JsonObject, SimContext } from '../core/types.ts';
import { applyIdentity } from '../identity/resource-identity.ts';
import { findDefinition } from './find-definition.ts';
import type { PolicyAssignment, PolicyObjects } from './policy-objects.ts';
import { checkPolicyScope } from './policy-scope.ts';
import { assignmentShape } from './policy-shapes.ts';

const type = 'Microsoft.Authorization/policyAssignments';
const modes = ['Default', 'DoNotEnforce', 'Enroll'];

/** Assigns a definition, or changes an assignment: every member is replaced. */
export function putAssignment(context: SimContext, policies: PolicyObjects, request: ArmRequest): PolicyAssignment {
  const scope = request.param('scope');
  const id = `${scope}/providers/${type}/${request.param('name')}`;
  checkPolicyScope(context, request);
  const body = readBody(request, assignmentShape, ['properties']);
  const properties = objectAt(body, 'properties') ?? {};
  checkAssignment(policies, request.param('name'), properties);
  const existing = policies.assignments.get(id);
  const assignment: PolicyAssignment = existing ?? {
    ...newResource(context, request, id, type),
    scope,
    properties: {},
    identity: undefined,
    identityLocation: undefined,
  };
  const identity = objectAt(body, 'identity');
  if (identity !== undefined && identity.type !== 'None' && locationOf(body) === undefined) {
    throw armError(400, 'LocationRequired', 'The location property is required for this definition.');
  }
  assignment.identity =
    identity === undefined ? undefined : applyIdentity(context, id, assignment.identity, identity, 'replace');
  assignment.identityLocation = locationOf(body);
  assignment.properties = {
    enforcementMode: 'Default',
    ...properties,
    scope,
    instanceId: undefined,
  };
  if (existing === undefined) policies.assignments.set(assignment);
  else touch(context, assignment, request.principal);
  return assignment;
}

function checkAssignment(policies: PolicyObjects, name: string, properties: JsonObject): void {
  const mode = textAt(properties, 'enforcementMode');
  if (mode !== undefined && !modes.includes(mode)) {
    const message = `The enforcement mode '${mode}' of the policy assignment '${name}' is none of ${modes.join(', ')}.`;
    throw armError(400, 'InvalidPolicyAssignment', message);
  }
  const definition = findDefinition(policies, textAt(properties, 'policyDefinitionId') ?? '');
  if (definition.parameters === undefined) return;
  const known = Object.entries(definition.parameters);
  const given = Object.keys(objectAt(properties, 'parameters') ?? {});
  const hasDefault = (parameter: unknown): boolean =>
    typeof parameter === 'object' && parameter !== null && 'defaultValue' in parameter;
  const missing = known.filter(([each, parameter]) => !given.includes(each) && !hasDefault(parameter));
  if (missing.length > 0) {
    const names = missing.map(([each]) => each).join(',');
    const message = `The policy assignment '${name}' is missing the parameter value(s) '${names}' as defined in the policy definition '${definition.name}'.`;
    throw armError(400, 'MissingPolicyParameter', message);
  }
  const undefinedOnes = given.filter((each) => !known.some(([known]) => known === each) && each !== 'effect');
  if (undefinedOnes.length === 0) return;
  const message = `The policy assignment '${name}' has defined parameters '${undefinedOnes.join(',')}' which are not defined in the policy definition '${definition.name}'.`;
  throw armError(400, 'UndefinedPolicyParameter', message);
}
