import type { FleetFile } from '../fleet/fleet-schema.ts';
import type { SubscriptionServiceName } from '../service-name.ts';
import type { MachineKind } from '../target/machine-kinds.ts';
import type { RegionInUse } from './resource-facts.ts';
import type { SubscriptionRecord } from './subscription-record.ts';

/** Where a machine is and what it is, as far as its subscription makes anything for each of that. */
export interface Place {
  readonly region: string;
  readonly kind: MachineKind;
  readonly os: string | undefined;
}

/** A region with its kinds and systems is at most five of them, and no cloud has a hundred regions. */
const mostKept = 500;

/**
 * The places that a subscription was judged by, as its row keeps them: `westeurope`, `westeurope vm`, `westeurope linux`.
 * An identity is made for a region with VMs or scale sets, a workspace for a region, rules for each system of a region.
 */
export function placesInUse(regions: readonly RegionInUse[]): readonly string[] {
  const places = regions.flatMap(({ region, kind, os }) => [
    region,
    inRegion(region, wordOf(kind)),
    ...ofSystem(region, os),
  ]);
  return [...new Set(places)].sort().slice(0, mostKept);
}

/**
 * Whether a machine is in a place that the last look at its subscription did not know of, and for which that makes something:
 * the row says which services that look asked, and that none was asked of one that is excluded or held as a whole.
 */
export function isNewPlace(row: SubscriptionRecord, fleet: FleetFile, place: Place): boolean {
  const known = new Set(row.shared.places);
  const makes = row.lastLookAt === undefined ? mayMake(fleet) : madeBy(row);
  const needed = [
    ...(makes.identities && place.kind !== 'arc' ? [inRegion(place.region, wordOf(place.kind))] : []),
    ...(makes.rules ? [place.region, ...ofSystem(place.region, place.os)] : []),
  ];
  return needed.some((one) => !known.has(one));
}

/** Scale sets are given what VMs are given. */
function wordOf(kind: MachineKind): string {
  return kind === 'arc' ? 'arc' : 'vm';
}

function inRegion(region: string, word: string): string {
  return `${region} ${word}`;
}

/** Other systems are given no rules. */
function ofSystem(region: string, os: string | undefined): readonly string[] {
  return os === 'windows' || os === 'linux' ? [inRegion(region, os)] : [];
}

interface MadePerPlace {
  readonly identities: boolean;
  readonly rules: boolean;
}

/** Nobody has looked at it yet: which entry of the file is its own may not be known. */
function mayMake({ subscriptions }: FleetFile): MadePerPlace {
  return {
    identities: subscriptions.some(({ identity }) => identity.create),
    rules: subscriptions.some(({ workspace }) => workspace !== 'none'),
  };
}

function madeBy({ findings }: SubscriptionRecord): MadePerPlace {
  const isAsked = (service: SubscriptionServiceName): boolean => {
    const kind = findings[service]?.kind;
    return kind !== undefined && kind !== 'not-applicable';
  };
  return { identities: isAsked('shared-identities'), rules: isAsked('collection-rules') };
}
