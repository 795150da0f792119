import { pickDuration } from '../core/operations/durations.ts';
import { eventOf } from '../core/request/publish-outcome.ts';
import type { ArmReply, ArmRequest, ResourceGroup, SimContext } from '../core/types.ts';

/** Deletes a group and everything in it; each resource makes its own event. */
export function deleteGroup(context: SimContext, request: ArmRequest, group: ResourceGroup): ArmReply {
  group.provisioningState = 'Deleting';
  const operation = context.operations.start({
    url: request.url,
    apiVersion: request.apiVersion,
    resourceId: group.id,
    provider: 'Microsoft.Resources',
    location: group.location,
    durationMs: pickDuration(context.random, context.durations.groupDelete),
    result: 'gone',
    end: () => {
      for (const { id, type } of context.collections.flatMap((collection) => collection.childrenOf(group.id))) {
        context.remove(id);
        context.publish({ ...eventOf(context, request, 'delete', id), operationName: `${type}/delete` });
      }
      context.remove(group.id);
      return undefined;
    },
  });
  return { status: 202, operation, resourceId: group.id };
}
