import { z } from 'zod';
import type { ResourceRow } from '../domain/subscription/resource-facts.ts';
import type { SharedType } from '../domain/write/shared-resource.ts';
import { absentable, absentableText, armId } from './reply-values.ts';

const resourceSchema = z.object({
  id: armId,
  name: z.string().min(1),
  location: absentableText,
  properties: absentable(
    z.object({
      provisioningState: absentableText,
      principalId: absentableText,
      source: absentableText,
      topicType: absentableText,
      destinations: absentable(
        z.object({ logAnalytics: absentable(z.array(z.object({ workspaceResourceId: absentableText }))) }),
      ),
    }),
  ),
});

/** A resource of this type as its GET, or a list, answers it: the same that Resource Graph tells of it. */
export function resourceReply(type: SharedType) {
  return resourceSchema.transform(({ id, name, location, properties }): ResourceRow => {
    const destinations = properties?.destinations?.logAnalytics ?? [];
    return {
      id,
      name,
      type: type.toLowerCase(),
      location: location?.toLowerCase().replaceAll(' ', '') ?? '',
      provisioningState: properties?.provisioningState,
      principalId: properties?.principalId,
      source: properties?.source,
      topicType: properties?.topicType,
      workspaceIds: destinations.flatMap(({ workspaceResourceId }) => workspaceResourceId ?? []),
    };
  });
}
