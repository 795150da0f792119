import { managementGroupOf } from '../domain/fleet/resolve-groups.ts';
import { covers } from '../domain/scope.ts';
import { parseMachineId } from '../domain/target/machine-ref.ts';
import { parseSubscriptionId } from '../domain/target/subscription-ref.ts';
import type { UnreadableRow } from '../ports/store.ts';

/**
 * Whether a row that cannot be read may be of a target below one of these scopes: one that names none may be any, and one
 * that is not resolved yet may be below any management group.
 */
export function mayBeBelow(scopes: readonly string[], { resourceId }: UnreadableRow): boolean {
  const named = parseMachineId(resourceId) ?? parseSubscriptionId(resourceId);
  if (named === undefined) return true;
  return scopes.some((scope) => covers(scope, resourceId) || managementGroupOf(scope) !== undefined);
}
