import { covers } from '../scope.ts';
import type { FleetFile } from './fleet-schema.ts';

export type ScopeDecision =
  | { readonly kind: 'in' }
  | { readonly kind: 'out' }
  | { readonly kind: 'excluded'; readonly by: string; readonly why: string; readonly until: string | undefined };

/** Whether fleet.json lets us touch a resource at `nowMs` (app time); an exclusion wins until it has ended. */
export function isInScope(fleet: FleetFile, resourceId: string, nowMs: number): ScopeDecision {
  const { exclude } = fleet.scope;
  if (!scopesOf(fleet).some((scope) => covers(scope, resourceId))) return { kind: 'out' };
  const exclusion = exclude.scopes.find(
    ({ id, until }) => covers(id, resourceId) && (until === undefined || Date.parse(until) > nowMs),
  );
  if (exclusion === undefined) return { kind: 'in' };
  return { kind: 'excluded', by: exclusion.by, why: exclusion.why, until: exclusion.until };
}

/** Whether an ARM id and what fleet.json names have anything in common. */
export function isScopeNamed(fleet: FleetFile, scope: string): boolean {
  return scopesOf(fleet).some((ours) => covers(ours, scope) || covers(scope, ours));
}

function scopesOf(fleet: FleetFile): readonly string[] {
  const { subscriptions, resourceGroups } = fleet.scope;
  return [...subscriptions.map((id) => `/subscriptions/${id}`), ...resourceGroups];
}
