import type { RawFailure } from '../domain/failures/failure.ts';
import { isUnregistered } from '../domain/failures/is-unregistered.ts';
import type { ResourceRow } from '../domain/subscription/resource-facts.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { SharedType } from '../domain/write/shared-resource.ts';
import type { PartOutcome } from '../ports/azure.ts';
import type { ArmCall, ArmCaller } from './arm-caller.ts';
import { encodePath } from './arm-path.ts';
import { failureOfPart } from './map-error.ts';
import { parseReply } from './parse-reply.ts';
import { readPages } from './read-pages.ts';
import { resourceReply } from './resource-reply.ts';
import { sharedApi } from './shared-api.ts';

/** One resource of the subscription as it is now; undefined: Azure says that it is not there. */
export async function readResource(
  caller: ArmCaller,
  target: TargetRef,
  resourceId: string,
  type: SharedType,
): Promise<PartOutcome<ResourceRow | undefined>> {
  const answer = await caller.call(getOf(target, resourceId, type));
  if (answer.kind === 'failed' && isAbsent(answer.failure)) return { kind: 'found', value: undefined };
  const parsed = parseReply(resourceId, resourceReply(type), answer);
  if (parsed.kind === 'failed') return { kind: 'failed', failure: failureOfPart(resourceId, parsed.failure) };
  return { kind: 'found', value: parsed.value.body };
}

/** All resources of a type in the subscription, as they are now. */
export async function listResources(
  caller: ArmCaller,
  target: TargetRef,
  type: SharedType,
): Promise<PartOutcome<readonly ResourceRow[]>> {
  const call = getOf(target, listPathOf(target, type), type);
  const listed = await readPages(caller, call, resourceReply(type));
  return listed.kind === 'failed' && isUnregistered(listed.failure) ? { kind: 'found', value: [] } : listed;
}

/** Resource groups are of no provider in their ids. */
function listPathOf({ resourceId }: TargetRef, type: SharedType): string {
  const isGroup = type === 'Microsoft.Resources/subscriptions/resourceGroups';
  return isGroup ? `${resourceId}/resourceGroups` : `${resourceId}/providers/${type}`;
}

/** The GET of a resource, or of a list of them. */
export function getOf(target: TargetRef, path: string, type: SharedType): ArmCall {
  const { apiVersion, provider } = sharedApi(type);
  return {
    client: 'compute',
    method: 'GET',
    path: `${encodePath(path)}?api-version=${apiVersion}`,
    operation: `${type}/read`,
    provider,
    access: 'read',
    subscription: target.subscription,
    target: target.key,
  };
}

/**
 * Providers have codes of their own for it, and nothing is there of one that is not registered; a subscription that is
 * not found says nothing of what is in it.
 */
export function isAbsent(failure: RawFailure): boolean {
  if (isUnregistered(failure)) return true;
  return failure.source === 'http' && failure.status === 404 && failure.code !== 'SubscriptionNotFound';
}
