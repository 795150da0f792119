import type { TimelineEntry } from '../machine/machine-record.ts';
import type { RoleFacts } from '../subscription/identity-facts.ts';
import type { ResourceRow } from '../subscription/resource-facts.ts';
import type { SubscriptionParts } from '../subscription/subscription-facts.ts';

/** A role that an identity holds which every machine of its region can use. */
export interface IdentityRole {
  readonly identity: ResourceRow;
  readonly role: RoleFacts;
}

/** The roles of identities that agents sign in with: there ought to be none. */
export function rolesOfIdentities(
  identities: readonly ResourceRow[],
  roles: SubscriptionParts['roles'],
): readonly IdentityRole[] {
  if (roles === undefined || roles === 'unreadable') return [];
  return identities.flatMap((identity) => {
    const { principalId } = identity;
    if (principalId === undefined) return [];
    const held = roles.filter((role) => role.principalId.toLowerCase() === principalId.toLowerCase());
    return held.map((role) => ({ identity, role }));
  });
}

/**
 * What the finding tells of them, in one line; undefined where nobody could look. An identity can hold roles in other
 * subscriptions, of which a list of this one says nothing.
 */
export function describeRoles(
  identities: readonly ResourceRow[],
  roles: SubscriptionParts['roles'],
): string | undefined {
  if (roles === 'unreadable') return 'whether the identities hold roles could not be read';
  const held = rolesOfIdentities(identities, roles);
  if (held.length > 0) return `IdentityHasRoles: ${held.map(describe).join('; ')}`;
  if (roles === undefined) return undefined;
  if (identities.some(({ principalId }) => principalId === undefined)) return undefined;
  return 'no identity holds a role at, above or below this subscription; other subscriptions were not looked into';
}

function describe({ identity, role }: IdentityRole): string {
  const definition = role.roleDefinitionId.slice(role.roleDefinitionId.lastIndexOf('/') + 1);
  return `${identity.name} holds role ${definition} at ${role.scope}`;
}

/** The alert of each role that has not been told; it holds nothing up. */
export function alertRoles(
  held: readonly IdentityRole[],
  told: readonly string[],
  nowMs: number,
): readonly TimelineEntry[] {
  const at = new Date(nowMs).toISOString();
  return held
    .filter(({ role }) => !told.includes(role.id.toLowerCase()))
    .map((one) => ({ at, what: 'alert', code: 'IdentityHasRoles', text: describe(one), resourceId: one.role.id }));
}
