import type { Family } from '../core/types.ts';
import type { AccessRules } from './access-rules.ts';

/** What the roles of the caller allow at a scope, inherited ones included; deny assignments and policies are no part of it. */
export const permissionFamily =
  (access: AccessRules): Family =>
  () => [
    {
      method: 'GET',
      path: '{*scope}/providers/Microsoft.Authorization/permissions',
      operation: 'Microsoft.Authorization/permissions/read',
      source: 'Azure REST API, Permissions - List For Resource Group, List For Resource',
      handle: (request) => {
        const roles = access.rolesOf(request.principal.name, request.param('scope'));
        const value = roles.map((role) => ({ ...role, dataActions: [], notDataActions: [] }));
        return { status: 200, body: { value } };
      },
    },
  ];
