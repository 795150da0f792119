import { parseSubscriptionOf } from '../target/subscription-ref.ts';
import type { FleetFile } from './fleet-schema.ts';
import { isScopeNamed } from './in-scope.ts';
import { fleetWithin, isBelowGroup, managementGroupOf, type SubscriptionPlace } from './resolve-groups.ts';

/**
 * Scopes by which ids can be compared: a management group is the subscriptions that are known to lie below it, at most
 * one sweep old.
 */
export function resolveScopes(scopes: readonly string[], places: readonly SubscriptionPlace[]): readonly string[] {
  return scopes.flatMap((scope) => {
    if (managementGroupOf(scope) === undefined) return [scope];
    return places
      .filter((place) => isBelowGroup(place, scope))
      .map(({ subscription }) => `/subscriptions/${subscription}`);
  });
}

/** Whether a scope (`*` or an ARM id) and fleet.json's have anything in common; a mistyped one has not. */
export function meetsScope(fleet: FleetFile, places: readonly SubscriptionPlace[], scope: string): boolean {
  if (scope === '*') return true;
  const group = managementGroupOf(scope);
  if (group === undefined) {
    const id = parseSubscriptionOf(scope)?.subscription;
    const place = places.find(({ subscription }) => subscription === id);
    return isScopeNamed(place === undefined ? fleet : fleetWithin(fleet, place), scope);
  }
  const isOurs = (id: string): boolean => managementGroupOf(id)?.toLowerCase() === group.toLowerCase();
  if (fleet.scope.managementGroups.some(isOurs)) return true;
  return resolveScopes([scope], places).some((subscription) => meetsScope(fleet, places, subscription));
}
