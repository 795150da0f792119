import { comparableArmId } from '../arm-id.ts';
import type { SubscriptionPart } from './watched-operations.ts';

const subscriptionPattern = /^\/subscriptions\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?=\/|$)/;

/**
 * Which changed resources of a part concern the subscription, by the id without the subscription, lower-case; a part
 * without a pattern: every one, because those of others may be the ones that we find and use, and few are ever changed.
 * The names of groups and identities are those that Azure's built-in policies give them: the one that assigns a built-in
 * user-assigned identity, and those of Defender's default pipeline.
 */
const patterns: Readonly<Partial<Record<SubscriptionPart, RegExp>>> = {
  tags: /^\/providers\/microsoft\.resources\/tags\/default$/,
  group: /^\/resourcegroups\/(?:built-in-identity-rg|defaultresourcegroup-[^/]+)$/,
  identity: /\/userassignedidentities\/built-in-identity-[^/]+$/,
  // On the subscription, on one of these groups or identities; a lock on any other resource is its owner's.
  lock: /^(?:\/resourcegroups\/(?:built-in-identity-rg|defaultresourcegroup-[^/]+)|.*\/userassignedidentities\/built-in-identity-[^/]+)?\/providers\/microsoft\.authorization\/locks\/[^/]+$/,
  wiring: /\/eventsubscriptions\/amo-[^/]+$/,
};

/** The subscription, a lower-case GUID, that a change of this resource concerns; undefined where it concerns none. */
export function concernedSubscription(part: SubscriptionPart, resourceId: string): string | undefined {
  const id = comparableArmId(resourceId);
  const [prefix, subscription] = subscriptionPattern.exec(id) ?? [];
  if (prefix === undefined) return undefined;
  const isMeant = patterns[part]?.test(id.slice(prefix.length)) ?? true;
  return isMeant ? subscription : undefined;
}
