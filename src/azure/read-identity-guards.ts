import { z } from 'zod';
import type { RawFailure } from '../domain/failures/failure.ts';
import type { LockFacts, RoleFacts } from '../domain/subscription/identity-facts.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmCaller } from './arm-caller.ts';
import { authorizationCall } from './authorization-call.ts';
import { readPages } from './read-pages.ts';
import { armId } from './reply-values.ts';

const lockSchema = z
  .object({ id: armId, name: z.string().min(1), properties: z.object({ level: z.string() }) })
  .transform(({ id, name, properties }): LockFacts => {
    const [scope = ''] = id.split(/\/providers\/Microsoft\.Authorization\/locks\//i, 1);
    return { scope, name, level: properties.level };
  });

const roleSchema = z
  .object({
    id: armId,
    properties: z.object({ principalId: z.string(), roleDefinitionId: z.string(), scope: z.string() }),
  })
  .transform(({ id, properties }): RoleFacts => ({ id, ...properties }));

/** Locks at a group and below it (Azure REST API, Management Locks - List By Scope); none where the group is not there. */
export async function readLocks(
  caller: ArmCaller,
  target: TargetRef,
  groupId: string,
): Promise<PartOutcome<readonly LockFacts[]>> {
  const read = await readPages(caller, authorizationCall(target, groupId, 'locks', apiVersions.locks), lockSchema);
  return read.kind === 'failed' && hasStatus(read.failure, 404) ? { kind: 'found', value: [] } : read;
}

/**
 * Roles that are assigned at the subscription, below it and above it (Azure REST API, Role Assignments - List For
 * Subscription). Without the right to read them nothing else is held up.
 */
export async function readRoles(
  caller: ArmCaller,
  target: TargetRef,
): Promise<PartOutcome<readonly RoleFacts[] | 'unreadable'>> {
  const read = await readPages(
    caller,
    authorizationCall(target, target.resourceId, 'roleAssignments', apiVersions.roleAssignments),
    roleSchema,
  );
  return read.kind === 'failed' && hasStatus(read.failure, 403) ? { kind: 'found', value: 'unreadable' } : read;
}

function hasStatus(failure: RawFailure, status: number): boolean {
  return failure.source === 'http' && failure.status === status;
}
