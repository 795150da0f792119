import { comparableArmId } from '../arm-id.ts';
import { isSameName } from '../ids.ts';
import type { TimelineEntry } from '../machine/machine-record.ts';
import { placesInUse } from '../subscription/places-in-use.ts';
import { providerOfAssociations } from '../subscription/providers-of-machines.ts';
import { findResource, isReady, type ResourceFacts } from '../subscription/resource-facts.ts';
import { identityIdOf, ruleIdsFor } from '../subscription/shared-names.ts';
import type { SubscriptionFacts, SubscriptionParts } from '../subscription/subscription-facts.ts';
import type { SharedRecord, SubscriptionRecord, SubscriptionSpec } from '../subscription/subscription-record.ts';
import { alertRoles, rolesOfIdentities } from '../subscription-services/identity-roles.ts';

/** Ids that a row keeps: 70 regions have an identity and three rules each at most. */
const mostKept = 300;

/**
 * What of the shared things is in place, for machines to go by; as the look before found it where this one has not read
 * it. An identity's role that was not told before comes with its alert.
 */
export function rememberShared(
  before: SharedRecord,
  spec: SubscriptionSpec,
  { target, parts }: SubscriptionFacts,
  nowMs: number,
): { readonly shared: SharedRecord; readonly alerts: readonly TimelineEntry[] } {
  const { resources, roles } = parts;
  const seen = { ...before, ...rememberProviders(before, parts, nowMs) };
  if (resources === undefined) return { shared: seen, alerts: [] };
  const identities = identityIdsOf(spec, target.subscription, resources);
  const rows = identities.flatMap((id) => findResource(resources, id) ?? []);
  const held = rolesOfIdentities(rows, roles);
  const rules = resources.regions.flatMap(({ region, os }) =>
    os === 'windows' || os === 'linux' ? ruleIdsFor(spec, target.subscription, region, os) : [],
  );
  const present = [...new Set([...identities, ...rules])].filter((id) => isInPlace(resources, id));
  const told = held.map(({ role }) => role.id.toLowerCase());
  return {
    shared: {
      ...seen,
      unshown: unshownOf(resources),
      present: present.map(comparableArmId).sort().slice(0, mostKept),
      places: placesInUse(resources.regions),
      toldRoles: Array.isArray(roles) ? told.slice(0, mostKept) : before.toldRoles,
    },
    alerts: alertRoles(held, before.toldRoles, nowMs),
  };
}

function unshownOf({ unshown = [] }: ResourceFacts): readonly string[] | undefined {
  return unshown.length === 0 ? undefined : unshown.slice(0, mostKept);
}

/**
 * The row after a step found in place what its look did not see; undefined where it learns nothing. Without it the next
 * look would want the same again, at once and for as long as Resource Graph is late.
 */
export function learnUnshown(
  record: SubscriptionRecord,
  { shared: { unshown = [] } }: SubscriptionRecord,
): SubscriptionRecord | undefined {
  const known = record.shared.unshown ?? [];
  const more = unshown.filter((id) => !known.includes(id));
  if (more.length === 0) return undefined;
  return { ...record, shared: { ...record.shared, unshown: [...known, ...more].slice(-mostKept) } };
}

/** Where the providers stand that machines need, and since when. */
function rememberProviders(
  { providers: before }: SharedRecord,
  { providers }: SubscriptionParts,
  nowMs: number,
): Pick<SharedRecord, 'providers'> {
  if (providers === undefined) return {};
  const namespace = providerOfAssociations.toLowerCase();
  const isRegistered = isSameName(providers[namespace] ?? '', 'Registered');
  const known = before?.[namespace];
  const readAt = new Date(nowMs).toISOString();
  const since = known?.isRegistered === isRegistered ? known.since : readAt;
  return { providers: { [namespace]: { isRegistered, since, readAt } } };
}

function identityIdsOf(spec: SubscriptionSpec, subscription: string, { regions }: ResourceFacts): readonly string[] {
  if (!spec.identity.create) return [];
  const used = new Set(regions.filter(({ kind }) => kind !== 'arc').map(({ region }) => region));
  return [...used].map((region) => identityIdOf(spec, subscription, region));
}

function isInPlace(resources: ResourceFacts, id: string): boolean {
  const row = findResource(resources, id);
  return row !== undefined && isReady(row);
}
