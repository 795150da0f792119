import { covers } from '../domain/scope.ts';
import { parseMachineId } from '../domain/target/machine-ref.ts';
import type { UnreadableRow } from '../ports/store.ts';

/** Whether a row that cannot be read may be of a machine below one of these scopes: one that names none may be any. */
export function mayBeBelow(scopes: readonly string[], { resourceId }: UnreadableRow): boolean {
  return parseMachineId(resourceId) === undefined || scopes.some((scope) => covers(scope, resourceId));
}
