import { featuresOf } from '../../src/domain/fleet/features-of.ts';
import type { FleetFile } from '../../src/domain/fleet/fleet-schema.ts';
import { permissionsOf } from '../../src/domain/write/permissions.ts';
import type { AccessRules } from '../azure/authorization/access-rules.ts';

/** What the app may do with this fleet file: exactly what it says that it needs. */
export function actionsFor(fleet: FleetFile): string[] {
  return [...new Set(permissionsOf(featuresOf(fleet)).map(({ action }) => action))];
}

/** From now on the app may do what it says that it needs, and nothing else. */
export function limitToPermissions(access: AccessRules, fleet: FleetFile): void {
  access.add({ kind: 'role', principal: 'app', actions: actionsFor(fleet) });
}

/** Throws when anybody wanted to do what its exact roles do not list: a permission is missing, or a call is wrong. */
export function requireListed(access: AccessRules): void {
  const [first] = access.unlisted();
  if (first === undefined) return;
  const { principal, action, scope } = first;
  throw new Error(
    `The ${principal} asked for ${action} on ${scope}, which src/domain/write/permissions.ts does not list for the features of this fleet file.`,
  );
}
