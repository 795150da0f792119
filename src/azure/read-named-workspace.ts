import { z } from 'zod';
import { decodeFailure } from '../domain/failures/decode-failure.ts';
import { isGone } from '../domain/failures/is-gone.ts';
import { isUnregistered } from '../domain/failures/is-unregistered.ts';
import type { WorkspaceFacts } from '../domain/subscription/workspace-facts.ts';
import { parseSubscriptionOf } from '../domain/target/subscription-ref.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmCall, ArmCaller } from './arm-caller.ts';
import { encodePath } from './arm-path.ts';
import { parseReply } from './parse-reply.ts';
import { readPages } from './read-pages.ts';
import { absentable, armId, regionName } from './reply-values.ts';

const workspaceSchema = z.object({ id: armId, location: regionName });

/** `Security(workspace)`: solutions are named with what they belong to. */
const solutionSchema = z.object({
  name: z.string(),
  properties: absentable(z.object({ workspaceResourceId: absentable(armId) })),
});

/**
 * The workspace that fleet.json names, wherever it is, and its solutions, which lie in its group. Only a pause that Azure
 * asks for is a failure; other doubt is a fact, since it is somebody else's.
 */
export async function readNamedWorkspace(
  caller: ArmCaller,
  target: TargetRef,
  workspaceId: string,
): Promise<PartOutcome<WorkspaceFacts>> {
  const subscription = parseSubscriptionOf(workspaceId)?.subscription ?? target.subscription;
  const answer = await caller.call(
    callOf(subscription, workspaceId, 'Microsoft.OperationalInsights/workspaces', apiVersions.workspaces),
  );
  const parsed = parseReply(workspaceId, workspaceSchema, answer);
  if (parsed.kind === 'failed') {
    const { failure } = parsed;
    if (decodeFailure(failure).pendingReason === 'Throttled') return parsed;
    return { kind: 'found', value: { state: isGone(failure) || isUnregistered(failure) ? 'missing' : 'unknown' } };
  }
  const { id, location } = parsed.value.body;
  const [group = ''] = id.split(/\/providers\//i, 1);
  const type = 'Microsoft.OperationsManagement/solutions';
  const read = await readPages(
    caller,
    callOf(subscription, `${group}/providers/${type}`, type, apiVersions.solutions),
    solutionSchema,
  );
  const own = `(${id.slice(id.lastIndexOf('/') + 1)})`.toLowerCase();
  const names = read.kind === 'found' ? read.value.map(({ name }) => name) : undefined;
  const solutions = names?.filter((name) => name.toLowerCase().endsWith(own)).map((name) => name.slice(0, -own.length));
  return { kind: 'found', value: { state: 'present', id, location, solutions } };
}

function callOf(subscription: string, path: string, type: string, apiVersion: string): ArmCall {
  return {
    client: 'compute',
    method: 'GET',
    path: `${encodePath(path)}?api-version=${apiVersion}`,
    operation: `${type}/read`,
    provider: type.slice(0, type.indexOf('/')),
    access: 'read',
    subscription,
    target: undefined,
  };
}
