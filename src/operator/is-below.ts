import { covers } from '../domain/scope.ts';

/** Whether a row is of a target below one of these scopes, in which management groups are resolved. */
export function isBelow(scopes: readonly string[], { resourceId }: { readonly resourceId: string }): boolean {
  return scopes.some((scope) => covers(scope, resourceId));
}
