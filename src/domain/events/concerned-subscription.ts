import { comparableArmId } from '../arm-id.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import type { SubscriptionPart } from './watched-operations.ts';

const subscriptionPattern = /^\/subscriptions\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?=\/|$)/;
const groupPattern = /^\/resourcegroups\/([^/]+)$/;
const identityPattern = /\/userassignedidentities\/built-in-identity-[^/]+$/;
const lockPattern = /^(.*)\/providers\/microsoft\.authorization\/locks\/[^/]+$/;

type IsMeant = (below: string, groups: ReadonlySet<string>) => boolean;

/**
 * Which changed resources of a part concern the subscription, by the id without the subscription, lower-case; a part
 * that is left out: every one, because those of others may be the ones that we find and use, and few are ever changed.
 */
const meant: Readonly<Partial<Record<SubscriptionPart, IsMeant>>> = {
  tags: (below) => below === '/providers/microsoft.resources/tags/default',
  group: isSharedGroup,
  identity: (below) => identityPattern.test(below),
  // On the subscription, on one of these groups or identities; a lock on any other resource is its owner's.
  lock: (below, groups) => {
    const [, locked] = lockPattern.exec(below) ?? [];
    if (locked === undefined) return false;
    return locked === '' || isSharedGroup(locked, groups) || identityPattern.test(locked);
  },
  wiring: (below) => /\/eventsubscriptions\/amo-[^/]+$/.test(below),
};

function isSharedGroup(below: string, groups: ReadonlySet<string>): boolean {
  const [, name = ''] = groupPattern.exec(below) ?? [];
  return groups.has(name) || name.startsWith('defaultresourcegroup-');
}

/**
 * Groups of what machines share whatever the file says: those that Azure's built-in policy which assigns a built-in
 * user-assigned identity and Event Grid name so. Those of Defender's default pipeline are many.
 */
const usualGroups = ['built-in-identity-rg', 'default-eventgrid'];

/** Names, lower-case, of the groups that the file or Azure keeps what machines share in. */
export function sharedGroupsOf({ subscriptions }: Pick<FleetFile, 'subscriptions'>): ReadonlySet<string> {
  return new Set([...usualGroups, ...subscriptions.map(({ identity }) => identity.resourceGroup.toLowerCase())]);
}

/**
 * The subscription, a lower-case GUID, that a change of this resource concerns; undefined where it concerns none.
 * @param groups as `sharedGroupsOf` gives them
 */
export function concernedSubscription(
  part: SubscriptionPart,
  resourceId: string,
  groups: ReadonlySet<string>,
): string | undefined {
  const id = comparableArmId(resourceId);
  const [prefix, subscription] = subscriptionPattern.exec(id) ?? [];
  if (prefix === undefined) return undefined;
  const isMeant = meant[part]?.(id.slice(prefix.length), groups) ?? true;
  return isMeant ? subscription : undefined;
}
