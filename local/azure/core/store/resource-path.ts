import { groupNotFound, resourceNotFound } from '../request/not-found.ts';
import type { ArmReply, ArmRequest, SimContext } from '../types.ts';
import type { ResourceCollection, StoredResource } from './resource-collection.ts';

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

/** The request's resource; throws the 404 of ARM when it is not there. */
export function requireResource<T extends StoredResource>(
  context: SimContext,
  request: ArmRequest,
  type: string,
  collection: ResourceCollection<T>,
): T {
  const id = resourceIdOf(context, request, type);
  const resource = collection.get(id);
  if (resource === undefined) throw resourceNotFound(id);
  return resource;
}

/** Deletes the request's resource at once; what is not there is 204, and nobody hears of it. */
export function deleteResource<T extends StoredResource>(
  context: SimContext,
  request: ArmRequest,
  type: string,
  collection: ResourceCollection<T>,
  beforeDelete?: (resource: T) => void,
): ArmReply {
  const resource = collection.get(resourceIdOf(context, request, type));
  if (resource === undefined) return { status: 204, publish: false };
  beforeDelete?.(resource);
  context.remove(resource.id);
  return { status: 200, resourceId: resource.id };
}
