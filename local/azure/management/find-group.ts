import { authorizationFailed } from '../authorization/refusals.ts';
import type { ArmRequest, SimContext } from '../core/types.ts';
import { groupType } from './management-group-json.ts';
import { type ManagementGroup, managementGroupId } from './management-groups.ts';

/**
 * The group of the request. For one that is not there the answer is the same 403 as for one that may not be read
 * (Azure/azure-rest-api-specs#9549).
 */
export function findGroup(context: SimContext, request: ArmRequest, action = `${groupType}/read`): ManagementGroup {
  const name = request.param('groupId');
  const group = context.managementGroups.get(name);
  if (group === undefined) throw authorizationFailed(request.principal, action, managementGroupId(name));
  return group;
}
