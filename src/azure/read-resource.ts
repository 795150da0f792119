import { z } from 'zod';
import type { RawFailure } from '../domain/failures/failure.ts';
import type { ResourceRow } from '../domain/subscription/resource-facts.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { SharedType } from '../domain/write/shared-resource.ts';
import type { PartOutcome } from '../ports/azure.ts';
import type { ArmCaller } from './arm-caller.ts';
import { encodePath } from './arm-path.ts';
import { failureOfPart } from './map-error.ts';
import { parseReply } from './parse-reply.ts';
import { absentable, absentableText, armId } from './reply-values.ts';
import { sharedApi } from './shared-api.ts';

const resourceSchema = z.object({
  id: armId,
  name: z.string().min(1),
  location: absentableText,
  properties: absentable(
    z.object({
      provisioningState: absentableText,
      principalId: absentableText,
      source: absentableText,
      destinations: absentable(
        z.object({ logAnalytics: absentable(z.array(z.object({ workspaceResourceId: absentableText }))) }),
      ),
    }),
  ),
});

/** One resource of the subscription as it is now; undefined: Azure says that it is not there. */
export async function readResource(
  caller: ArmCaller,
  target: TargetRef,
  resourceId: string,
  type: SharedType,
): Promise<PartOutcome<ResourceRow | undefined>> {
  const { apiVersion, provider } = sharedApi(type);
  const answer = await caller.call({
    client: 'compute',
    method: 'GET',
    path: `${encodePath(resourceId)}?api-version=${apiVersion}`,
    operation: `${type}/read`,
    provider,
    access: 'read',
    subscription: target.subscription,
    target: target.key,
  });
  if (answer.kind === 'failed' && isAbsent(answer.failure)) return { kind: 'found', value: undefined };
  const parsed = parseReply(resourceId, resourceSchema, answer);
  if (parsed.kind === 'failed') return { kind: 'failed', failure: failureOfPart(resourceId, parsed.failure) };
  const { id, name, location, properties } = parsed.value.body;
  const workspaceIds = properties?.destinations?.logAnalytics?.flatMap(({ workspaceResourceId: one }) => one ?? []);
  return {
    kind: 'found',
    value: {
      id,
      name,
      type: type.toLowerCase(),
      location: location?.toLowerCase().replaceAll(' ', '') ?? '',
      provisioningState: properties?.provisioningState,
      principalId: properties?.principalId,
      source: properties?.source,
      workspaceIds: workspaceIds ?? [],
    },
  };
}

/** Providers have codes of their own for it; a subscription that is not found says nothing of what is in it. */
function isAbsent(failure: RawFailure): boolean {
  return failure.source === 'http' && failure.status === 404 && failure.code !== 'SubscriptionNotFound';
}
