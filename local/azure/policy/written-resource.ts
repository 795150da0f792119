import { scopeOf } from '../authorization/access-rules.ts';
import { isObject, objectAt } from '../core/json.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import { locationOf } from '../core/store/location.ts';
import type { StoredResource } from '../core/store/resource-collection.ts';
import { findResource } from '../core/store/stored-resource.ts';
import type { ArmRequest, JsonObject, SimContext } from '../core/types.ts';
import { tagsAfter } from '../resources/tag-changes.ts';

/** What a resource would be after a write, as far as policies here look at it. */
export interface WrittenResource {
  readonly id: string;
  /** As policies name it: a group is `Microsoft.Resources/subscriptions/resourceGroups`. */
  readonly type: string;
  readonly name: string;
  readonly location: string | undefined;
  readonly tags: JsonObject;
  readonly isGroup: boolean;
}

const tagSuffix = /\/providers\/Microsoft\.Resources\/tags\/default$/i;

/** What a request would make of a resource; undefined when it writes none that has a location or tags. */
export function writtenResource(context: SimContext, request: ArmRequest): WrittenResource | undefined {
  if (!['PUT', 'PATCH', 'DELETE'].includes(request.method)) return undefined;
  const path = scopeOf(request);
  const id = path.replace(tagSuffix, '');
  if (request.method === 'DELETE' && id === path) return undefined;
  const existing = findResource(context, id);
  const body = isObject(request.body) ? request.body : undefined;
  const location = existing?.location ?? locationOf(body ?? {});
  const { typePath, name, groupName } = parseArmId(id);
  const isGroup = /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/?$/i.test(id);
  if (location === undefined || groupName === undefined) return undefined;
  const tags = id === path ? sentTags(request, body, existing) : tagsAfter(request.method, body, existing?.tags ?? {});
  const type = isGroup ? 'Microsoft.Resources/subscriptions/resourceGroups' : typePath;
  return { id, type, name, location, tags: tags ?? {}, isGroup };
}

/** A PUT replaces the tags, a PATCH without tags keeps them. */
function sentTags(
  request: ArmRequest,
  body: JsonObject | undefined,
  existing: StoredResource | undefined,
): JsonObject | undefined {
  const sent = objectAt(body, 'tags');
  return request.method === 'PATCH' ? (sent ?? existing?.tags) : sent;
}
