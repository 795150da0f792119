import type { Principal } from '../core/request/principals.ts';
import type { JsonObject, SimContext } from '../core/types.ts';
import { groupType, subscriptionsUnder } from './management-group-json.ts';
import { managementGroupId } from './management-groups.ts';

/** Every group and subscription below a group, in one list (REST API 2023-04-01, example "GetDescendants"). */
export function descendantsOf(context: SimContext, principal: Principal, name: string): readonly JsonObject[] {
  const parent = { id: managementGroupId(name) };
  const subscriptions = subscriptionsUnder(context, principal, name).map(
    ({ id, displayName }): JsonObject => ({
      id: `/subscriptions/${id}`,
      type: `${groupType}/subscriptions`,
      name: id,
      properties: { displayName, parent },
    }),
  );
  const groups = context.managementGroups.childrenOf(name).flatMap((child): readonly JsonObject[] => {
    const properties = { displayName: child.displayName, parent };
    const one = { id: managementGroupId(child.name), type: groupType, name: child.name, properties };
    return [one, ...descendantsOf(context, principal, child.name)];
  });
  return [...groups, ...subscriptions];
}
