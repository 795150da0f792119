import { mayDo } from '../core/request/may-do.ts';
import { pageOf } from '../core/request/page.ts';
import type { Principal } from '../core/request/principals.ts';
import type { Family, JsonObject, SimContext } from '../core/types.ts';
import { descendantsOf } from './descendants.ts';
import { groupType } from './management-group-json.ts';
import { type ManagementGroup, managementGroupId } from './management-groups.ts';

/** Everything in the tenant's tree that the caller may see, in one list (Management Groups REST API, "Entities - List"). */
export const entityFamily: Family = (context) => [
  {
    method: 'POST',
    path: '/providers/Microsoft.Management/getEntities',
    operation: 'Microsoft.Management/getEntities/action',
    source: 'Management Groups REST API, Entities - List',
    executes: ['$skiptoken', '$top'],
    handle: (request) => pageOf(request, entitiesOf(context, request.principal), (entity) => entity),
  },
];

function entitiesOf(context: SimContext, principal: Principal): readonly JsonObject[] {
  const groups = context.managementGroups
    .all()
    .filter(({ name }) => mayDo(context, principal, `${groupType}/read`, managementGroupId(name)))
    .map((group) => groupEntity(context, principal, group));
  const subscriptions = [...context.subscriptions.values()]
    .filter(({ id, managementGroup }) => {
      const scope = `/subscriptions/${id}`;
      return (
        managementGroup !== undefined && mayDo(context, principal, 'Microsoft.Resources/subscriptions/read', scope)
      );
    })
    .map(({ id, displayName, managementGroup }): JsonObject => {
      const properties = entityProperties(context, displayName, managementGroup);
      const counts = { numberOfDescendants: 0, numberOfChildren: 0, numberOfChildGroups: 0 };
      return { id: `/subscriptions/${id}`, type: '/subscriptions', name: id, properties: { ...properties, ...counts } };
    });
  return [...groups, ...subscriptions];
}

function groupEntity(context: SimContext, principal: Principal, group: ManagementGroup): JsonObject {
  const below = descendantsOf(context, principal, group.name);
  const children = below.filter(({ properties }) => isChildOf(properties, group.name));
  return {
    id: managementGroupId(group.name),
    type: groupType,
    name: group.name,
    properties: {
      ...entityProperties(context, group.displayName, group.parent),
      numberOfDescendants: below.length,
      numberOfChildren: children.length,
      numberOfChildGroups: children.filter(({ type }) => type === groupType).length,
    },
  };
}

/** The chains of parents run from the root down (REST API 2023-04-01, example "GetEntities"). */
function entityProperties(context: SimContext, displayName: string, parent: string | undefined): JsonObject {
  const above = context.managementGroups.chainFrom(parent).toReversed();
  return {
    tenantId: context.tenantId,
    displayName,
    parent: parent === undefined ? { id: null } : { id: managementGroupId(parent) },
    permissions: 'view',
    inheritedPermissions: 'view',
    parentDisplayNameChain: above.map((group) => group.displayName),
    parentNameChain: above.map((group) => group.name),
  };
}

function isChildOf(properties: JsonObject[string], name: string): boolean {
  return JSON.stringify(properties).includes(`"parent":{"id":"${managementGroupId(name)}"}`);
}
