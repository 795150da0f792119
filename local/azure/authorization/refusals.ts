import { ArmError, armError } from '../core/request/arm-error.ts';
import type { Principal } from '../core/request/principals.ts';
import { parseArmId } from '../core/store/arm-id.ts';

/** 403: no role allows the action. Text: Azure docs, "Troubleshoot Azure RBAC". */
export function authorizationFailed(principal: Principal, action: string, scope: string): ArmError {
  return armError(
    403,
    'AuthorizationFailed',
    `The client '${principal.clientId}' with object id '${principal.objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

/** 403: the write itself is allowed, the use of another resource is not. Text: Azure docs, "Troubleshoot Azure RBAC". */
export function linkedAuthorizationFailed(
  principal: Principal,
  action: string,
  scope: string,
  linked: { readonly action: string; readonly scopes: readonly string[] },
): ArmError {
  return armError(
    403,
    'LinkedAuthorizationFailed',
    `The client '${principal.clientId}' with object id '${principal.objectId}' has permission to perform action '${action}' on scope '${scope}'; however, it does not have permission to perform action(s) '${linked.action}' on the linked scope(s) '${linked.scopes.join(',')}' (respectively) or the linked scope(s) are invalid.`,
  );
}

/** 409: a management lock. Text: Azure docs, "Lock your Azure resources". */
export function scopeLocked(scope: string, verb: 'write' | 'delete', lockedScope: string): ArmError {
  return armError(
    409,
    'ScopeLocked',
    `The scope '${scope}' cannot perform ${verb} operation because following scope(s) are locked: '${lockedScope}'. Please remove the lock and try again.`,
  );
}

/** 403: a deny assignment, as managed applications and deployment stacks make them. */
export function denyAssignmentFailed(
  principal: Principal,
  action: string,
  scope: string,
  deny: { readonly name: string; readonly id: string; readonly scope: string },
): ArmError {
  return armError(
    403,
    'DenyAssignmentAuthorizationFailed',
    `The client '${principal.clientId}' with object id '${principal.objectId}' has permission to perform action '${action}' on scope '${scope}'; however, the access is denied because of the deny assignment with name '${deny.name}' and Id '${deny.id}' at scope '${deny.scope}'.`,
  );
}

/** 403 of Azure Policy with effect deny. Shape: Azure docs, "Resolve errors for request disallowed by policy". */
export function disallowedByPolicy(
  resourceId: string,
  policy: { readonly name: string; readonly scope: string },
): ArmError {
  const { name } = parseArmId(resourceId);
  const assignment = `${policy.scope}/providers/Microsoft.Authorization/policyAssignments/${policy.name}`;
  const definition = `/providers/Microsoft.Authorization/policyDefinitions/${policy.name}`;
  const identifiers = [
    {
      policyAssignment: { name: policy.name, id: assignment },
      policyDefinition: { name: policy.name, id: definition },
    },
  ];
  return new ArmError(403, {
    code: 'RequestDisallowedByPolicy',
    target: name,
    message: `Resource '${name}' was disallowed by policy. Policy identifiers: '${JSON.stringify(identifiers)}'.`,
    additionalInfo: [
      {
        type: 'PolicyViolation',
        info: {
          policyDefinitionDisplayName: policy.name,
          policyDefinitionId: definition,
          policyDefinitionName: policy.name,
          policyDefinitionEffect: 'deny',
          policyAssignmentDisplayName: policy.name,
          policyAssignmentId: assignment,
          policyAssignmentName: policy.name,
          policyAssignmentScope: policy.scope,
        },
      },
    ],
  });
}
