import type { Family } from '../core/types.ts';
import { managementGroupsAbove } from '../management/groups-above.ts';
import type { AccessRules } from './access-rules.ts';
import { lockFamily } from './locks.ts';
import { permissionFamily } from './permissions.ts';
import { roleAssignmentFamily } from './role-assignments.ts';

/** Microsoft.Authorization, with its checks in the order of ARM: roles and deny assignments, locks, policy. */
export function authorizationFamilies(access: AccessRules): readonly Family[] {
  const roleChecks: Family = (context) => {
    const { hooks } = context;
    access.groupsAbove = (scope) => managementGroupsAbove(context, scope);
    hooks.permits.push((principal, action, scope) => access.allows(principal, action, scope));
    hooks.authorize.push((request) => access.check(request));
    return [];
  };
  const policyChecks: Family = ({ hooks }) => {
    hooks.authorize.push((request) => access.checkPolicy(request));
    return [];
  };
  return [roleChecks, lockFamily, policyChecks, roleAssignmentFamily(access), permissionFamily(access)];
}
