import { armError } from '../core/request/arm-error.ts';
import { groupNotFound, resourceNotFound, subscriptionNotFound } from '../core/request/not-found.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import { findResource, touch } from '../core/store/stored-resource.ts';
import type { ArmRequest, JsonObject, SimContext } from '../core/types.ts';

/** What bears tags: a subscription, a group or a tracked resource. */
export interface Tagged {
  /** In the casing it was created with. */
  readonly id: string;
  readonly tags: JsonObject;
  write(request: ArmRequest, tags: JsonObject): void;
}

/** Finds what bears tags; throws ARM's 404 when it is not there. That other resources answer 400 has no public source. */
export function findTagged(context: SimContext, scope: string): Tagged {
  const { subscriptionId = '', groupName } = parseArmId(scope);
  const resource = findResource(context, scope);
  if (resource !== undefined) {
    if (resource.location === undefined) throw armError(400, 'BadRequest', `The resource '${scope}' takes no tags.`);
    return {
      id: resource.id,
      tags: resource.tags ?? {},
      write: (request, tags) => {
        resource.tags = tags;
        touch(context, resource, request.principal);
      },
    };
  }
  if (groupName !== undefined) throw /\/providers\//i.test(scope) ? resourceNotFound(scope) : groupNotFound(groupName);
  const subscription = context.subscriptions.get(subscriptionId.toLowerCase());
  if (subscription === undefined || /\/providers\//i.test(scope)) throw subscriptionNotFound(subscriptionId);
  return {
    id: `/subscriptions/${subscription.id}`,
    tags: subscription.tags ?? {},
    write: (_request, tags) => {
      subscription.tags = tags;
    },
  };
}
