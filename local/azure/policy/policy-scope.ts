import { authorizationFailed } from '../authorization/refusals.ts';
import { checkScopeExists, covers } from '../authorization/scope.ts';
import { armError } from '../core/request/arm-error.ts';
import type { ArmRequest, SimContext } from '../core/types.ts';
import { managementGroupsAbove } from '../management/groups-above.ts';

/** Whether something at `scope` holds for `id`: it is the same, above it, or a management group that it is in. */
export function appliesTo(context: SimContext, scope: string, id: string): boolean {
  if (covers(scope, id)) return true;
  return managementGroupsAbove(context, id).some((group) => group.toLowerCase() === scope.toLowerCase());
}

/** Refuses a scope that is not there: for a management group with the 403 that ARM has for those. */
export function checkPolicyScope(context: SimContext, request: ArmRequest): void {
  const scope = request.param('scope');
  const group = /^\/providers\/Microsoft\.Management\/managementGroups\/([^/]+)$/i.exec(scope)?.[1];
  if (group === undefined) checkScopeExists(context, scope);
  else if (context.managementGroups.get(group) === undefined) {
    throw authorizationFailed(request.principal, request.operation, scope);
  }
}

/**
 * Which objects a list of a scope shows (Azure Policy REST API, "List" of assignments and exemptions): without a filter
 * those at it, above and below, with `atScope()` those at it and above, with `atExactScope()` those at it alone.
 */
export function scopeFilter(
  context: SimContext,
  scope: string,
  filter: string | undefined,
  equals: (name: string, value: string) => ((object: { readonly scope: string }) => boolean) | undefined,
): (object: { readonly scope: string }) => boolean {
  const above = (object: { readonly scope: string }): boolean => appliesTo(context, object.scope, scope);
  const text = filter?.trim() ?? '';
  if (text === '') return (object) => above(object) || appliesTo(context, scope, object.scope);
  if (/^atScope\(\)$/i.test(text)) return above;
  if (/^atExactScope\(\)$/i.test(text)) return (object) => object.scope.toLowerCase() === scope.toLowerCase();
  const [, name = '', value = ''] = /^(\w+)\s+eq\s+'([^']+)'$/i.exec(text) ?? [];
  const test = equals(name, value);
  if (test === undefined) {
    throw armError(501, 'SimulatorFilterUnknown', `The Azure simulator does not execute the $filter "${text}".`);
  }
  return (object) => test(object) && (above(object) || appliesTo(context, scope, object.scope));
}

/** The topic of a subscription says nothing of a management group. */
export function publishesAt(scope: string): { readonly publish?: false } {
  return /^\/subscriptions\//i.test(scope) ? {} : { publish: false };
}
