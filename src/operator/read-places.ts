import type { FleetFile } from '../domain/fleet/fleet-schema.ts';
import { resolveScopes } from '../domain/fleet/meets-scope.ts';
import { managementGroupOf } from '../domain/fleet/resolve-groups.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { Ports } from '../ports/ports.ts';

/** Where the known subscriptions lie; read only where a scope or the scope of the file hangs on it. */
export async function readPlaces(
  { store }: Pick<Ports, 'store'>,
  scopes: readonly string[],
  fleet?: FleetFile,
): Promise<readonly SubscriptionRecord[]> {
  const isGrouped = [...scopes, ...(fleet?.scope.managementGroups ?? [])].some(
    (scope) => managementGroupOf(scope) !== undefined,
  );
  return isGrouped ? (await store.subscriptions.listAll()).records : [];
}

/** Scopes by which the ids of machines can be compared: management groups are resolved. */
export async function readScopes(ports: Pick<Ports, 'store'>, scopes: readonly string[]): Promise<readonly string[]> {
  return resolveScopes(scopes, await readPlaces(ports, scopes));
}
