import { parseArmId } from '../core/store/arm-id.ts';
import type { SimContext } from '../core/types.ts';
import { managementGroupId } from './management-groups.ts';

/** Ids of the management groups that a subscription, anything in it, or a group is in: what is granted there is inherited. */
export function managementGroupsAbove(context: SimContext, scope: string): readonly string[] {
  const { subscriptionId } = parseArmId(scope);
  const ofGroup = /^\/providers\/Microsoft\.Management\/managementGroups\/([^/]+)/i.exec(scope)?.[1];
  const name = ofGroup ?? context.subscriptions.get(subscriptionId?.toLowerCase() ?? '')?.managementGroup;
  return context.managementGroups.chainFrom(name).map((group) => managementGroupId(group.name));
}
