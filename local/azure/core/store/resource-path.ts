import { groupNotFound } from '../request/not-found.ts';
import type { ArmRequest, SimContext } from '../types.ts';

/** The id of the request's resource group, in the casing it was created with. */
export function groupIdOf(context: SimContext, request: ArmRequest): string {
  const id = `/subscriptions/${request.param('subscriptionId')}/resourceGroups/${request.param('groupName')}`;
  const group = context.groups.get(id);
  if (group === undefined) throw groupNotFound(request.param('groupName'));
  return group.id;
}

/** The id of the request's resource: type in official casing, name as sent. The route's last place is `{name}`. */
export function resourceIdOf(context: SimContext, request: ArmRequest, type: string): string {
  return `${groupIdOf(context, request)}/providers/${type}/${request.param('name')}`;
}
