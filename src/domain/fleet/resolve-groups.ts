import type { Control } from '../controls/control.ts';
import type { FleetFile } from './fleet-schema.ts';

/** Where a subscription lies, as the last sweep saw it. */
export interface SubscriptionPlace {
  /** Lower-case GUID. */
  readonly subscription: string;
  /** Names of its management groups, the nearest first; undefined while no sweep has shown them. */
  readonly managementGroups: readonly string[] | undefined;
}

const managementGroup = /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)$/i;

/** The name of the management group that a scope is; undefined for every other scope. */
export function managementGroupOf(scope: string): string | undefined {
  return managementGroup.exec(scope.trim())?.[1];
}

/** Whether the subscription is known to lie below the management group with this id. */
export function isBelowGroup({ managementGroups }: SubscriptionPlace, groupId: string): boolean {
  const name = managementGroupOf(groupId)?.toLowerCase();
  return name !== undefined && managementGroups?.some((group) => group.toLowerCase() === name) === true;
}

/**
 * fleet.json as it reads for one subscription: a management group that it lies below is the subscription itself, any
 * other is nothing. Whoever decides below a subscription decides from this, and knows no management groups; those of the
 * scope stay only to tell that subscriptions can be in scope that are not named.
 */
export function fleetWithin(fleet: FleetFile, place: SubscriptionPlace): FleetFile {
  const { scope } = fleet;
  const isBelow = scope.managementGroups.some((id) => isBelowGroup(place, id));
  const subscriptions = isBelow ? [...new Set([...scope.subscriptions, place.subscription])] : scope.subscriptions;
  const excluded = scope.exclude.scopes.flatMap((one) => scopesWithin([one.id], place).map((id) => ({ ...one, id })));
  const profiles = fleet.profiles.map((profile) => {
    const { scopes, managementGroups, ...others } = profile.match;
    const match = {
      ...others,
      ...(scopes === undefined ? {} : { scopes: scopesWithin(scopes, place) }),
      ...(managementGroups === undefined ? {} : { managementGroups: scopesWithin(managementGroups, place) }),
    };
    return { ...profile, match };
  });
  return {
    ...fleet,
    scope: { ...scope, subscriptions, exclude: { ...scope.exclude, scopes: excluded } },
    profiles,
  };
}

/**
 * fleet.json as an event of one subscription is judged by it. Where a subscription lies that no sweep has placed yet is
 * told by the look that the event owes, later: an event that was ignored would be lost for good.
 */
export function eventFleet(fleet: FleetFile, place: SubscriptionPlace): FleetFile {
  const within = fleetWithin(fleet, place);
  if (place.managementGroups !== undefined) return within;
  return { ...within, scope: { ...within.scope, subscriptions: [...within.scope.subscriptions, place.subscription] } };
}

/** What operators said, as it reads for one subscription. */
export function controlsWithin(controls: readonly Control[], place: SubscriptionPlace): readonly Control[] {
  return controls.flatMap((control) => scopesWithin([control.scope], place).map((scope) => ({ ...control, scope })));
}

function scopesWithin(scopes: readonly string[], place: SubscriptionPlace): string[] {
  return scopes.flatMap((scope) => {
    if (managementGroupOf(scope) === undefined) return [scope];
    return isBelowGroup(place, scope) ? [`/subscriptions/${place.subscription}`] : [];
  });
}

/**
 * Whether it is not known yet where a subscription lies while something hangs on it: then nobody can say what the file
 * and the operators want below it, and nothing may be written there.
 */
export function isUnplaced(fleet: FleetFile, controls: readonly Control[], place: SubscriptionPlace): boolean {
  if (place.managementGroups !== undefined) return false;
  return namesGroups(fleet) || controls.some(({ scope }) => managementGroupOf(scope) !== undefined);
}

/** Whether anything in the file hangs on where a subscription lies. */
function namesGroups(fleet: FleetFile): boolean {
  return groupsOf(fleet).length > 0;
}

/** The names of all management groups in the file, each once. */
function groupsOf({ scope, profiles, subscriptions }: FleetFile): readonly string[] {
  const ids = [
    ...scope.managementGroups,
    ...scope.exclude.scopes.map(({ id }) => id),
    ...profiles.flatMap(({ match }) => match.scopes ?? []),
    ...[...subscriptions, ...profiles].flatMap(({ match }) => match.managementGroups ?? []),
  ];
  return [
    ...new Map(ids.flatMap((id) => managementGroupOf(id) ?? []).map((name) => [name.toLowerCase(), name])).values(),
  ];
}

/**
 * Management groups of the file below which none of these subscriptions lies: mistyped, empty, or none that the app may
 * read in. What the file says of them holds for nothing. While nobody knows where any lies, nothing is said.
 */
export function emptyGroups(fleet: FleetFile, places: readonly SubscriptionPlace[]): readonly string[] {
  const known = places.filter(({ managementGroups }) => managementGroups !== undefined);
  if (known.length === 0) return [];
  const names = new Set(
    known.flatMap(({ managementGroups = [] }) => managementGroups).map((name) => name.toLowerCase()),
  );
  return groupsOf(fleet).filter((name) => !names.has(name.toLowerCase()));
}
