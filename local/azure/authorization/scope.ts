import { groupNotFound, resourceNotFound } from '../core/request/not-found.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import { findResource } from '../core/store/stored-resource.ts';
import type { SimContext } from '../core/types.ts';

/** Whether `scope` is the id itself or one of the scopes above it: compared by whole path segments. */
export function covers(scope: string, id: string): boolean {
  const wide = segments(scope);
  const narrow = segments(id);
  return wide.length <= narrow.length && wide.every((segment, index) => segment === narrow[index]);
}

function segments(id: string): string[] {
  return id
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '');
}

/** 404 for a group or resource that is not there; subscriptions are checked before any handler runs. */
export function checkScopeExists(context: SimContext, scope: string): void {
  const { groupName } = parseArmId(scope);
  if (groupName === undefined || findResource(context, scope) !== undefined) return;
  throw /\/providers\//i.test(scope) ? resourceNotFound(scope) : groupNotFound(groupName);
}
