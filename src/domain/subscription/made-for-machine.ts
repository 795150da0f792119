import { comparableArmId } from '../arm-id.ts';
import type { CloudName } from '../cloud/cloud-name.ts';
import { whyUnavailable } from '../cloud/is-available.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import { isInScope } from '../fleet/in-scope.ts';
import { matchSubscription } from '../fleet/match-subscription.ts';
import { fleetWithin, type SubscriptionPlace } from '../fleet/resolve-groups.ts';
import type { SubscriptionProfile } from '../fleet/subscription-schema.ts';
import { type MachineFacts, type MadeBySubscription, nothingMade } from '../machine/machine-facts.ts';
import { subscriptionRef } from '../target/subscription-ref.ts';
import type { CoveringSubscription } from './endpoint-coverage-of.ts';
import { heldUpBy } from './held-up.ts';
import { describeMove, hasMoved } from './host-of-machine.ts';
import { providerOfAssociations, providersOfMachines } from './providers-of-machines.ts';
import { ruleIdsFor } from './shared-names.ts';
import type { SubscriptionRecord, SubscriptionSpec } from './subscription-record.ts';
import { specOfSubscription } from './subscription-spec.ts';
import { whyOfferUnsupported } from './unsupported-offer.ts';

/** What the looks at a subscription make of what its machines share; its spec as bound, else as its entry would bind it. */
export interface Making extends CoveringSubscription {
  /** Ids of what is in place already: it stays of use where nothing more is made. */
  readonly present: readonly string[];
  /** The resource group of its identities; undefined: the usual one, since none of others was ever to be used. */
  readonly identityGroup: string | undefined;
  /** Where the provider of associations stands; undefined where no look registers it. */
  readonly provider: MadeBySubscription['provider'];
}

/**
 * @param fleet as it is written: with management groups
 * @param record undefined where the subscription has no row
 * @param nowMs app time
 */
export function makingOf(
  fleet: FleetFile,
  subscription: string,
  record: SubscriptionRecord | undefined,
  nowMs: number,
): Making {
  const profile = record === undefined ? mayMatch(fleet, subscription) : matchSubscription(fleet, record);
  const bound = record?.bound?.spec;
  const spec = bound ?? (profile === undefined ? undefined : specOfSubscription(profile));
  const whyClosed =
    whyOutside(fleet, subscription, record, nowMs) ?? (record === undefined ? undefined : whyRefused(fleet, record));
  const whyNot = whyClosed ?? whyUnwanted(profile);
  const taken = whyNot === undefined ? spec : bound;
  return {
    spec,
    whyNot,
    heldUp: heldUpBy(record),
    defender: record?.defender,
    isLookedAt: whyClosed === undefined && profile !== undefined,
    present: record?.shared.present ?? [],
    identityGroup: taken?.identity.create === true ? taken.identity.resourceGroup : undefined,
    provider: whyNot === undefined && registers(fleet, subscription, record, spec) ? providerIn(record) : undefined,
  };
}

/** Whether looks see to what a rule of a machine needs; one that is bound to what the file left may need it still. */
function registers(
  fleet: FleetFile,
  subscription: string,
  record: SubscriptionRecord | undefined,
  spec: SubscriptionSpec | undefined,
): boolean {
  if (spec?.providers !== 'register') return false;
  const within = fleetWithin(fleet, placeOf(subscription, record));
  return providersOfMachines(within, spec, subscription).includes(providerOfAssociations);
}

function placeOf(subscription: string, record: SubscriptionRecord | undefined): SubscriptionPlace {
  return { subscription, managementGroups: record?.managementGroups };
}

/**
 * The entry that may be the one of a subscription without a row, of which neither tags nor groups are known: a machine
 * that comes before its subscription waits for it, and is not left to a person.
 */
function mayMatch({ subscriptions }: FleetFile, subscription: string): SubscriptionProfile | undefined {
  return subscriptions.find(
    ({ mode, match }) => mode === 'enforce' && match.subscriptions?.includes(subscription) !== false,
  );
}

function whyOutside(
  fleet: FleetFile,
  subscription: string,
  record: SubscriptionRecord | undefined,
  nowMs: number,
): string | undefined {
  const scope = isInScope(
    fleetWithin(fleet, placeOf(subscription, record)),
    subscriptionRef(subscription).resourceId,
    nowMs,
  );
  if (scope.kind === 'in') return undefined;
  return scope.kind === 'out' ? 'fleet.json covers none of it as a whole' : `${scope.why} (${scope.by})`;
}

function whyRefused(fleet: FleetFile, record: SubscriptionRecord): string | undefined {
  return hasMoved(record) ? describeMove(record) : whyOfferUnsupported(fleet, record.quotaId);
}

function whyUnwanted(profile: SubscriptionProfile | undefined): string | undefined {
  if (profile === undefined) return 'no entry of subscriptions[] of fleet.json matches it';
  return profile.mode === 'enforce' ? undefined : 'its entry of subscriptions[] of fleet.json only observes';
}

/** What of it this machine is to be given, and why it is not given what the file asks for. */
export function madeForMachine(
  { spec, whyNot, heldUp, present, provider }: Making,
  { machine, region, os, platform }: Pick<MachineFacts, 'machine' | 'region' | 'os' | 'platform'>,
  cloud: CloudName,
): MadeBySubscription {
  if (spec === undefined) return nothingMade;
  const noRules =
    whyNot ?? (spec.workspace === 'default' ? whyUnavailable(cloud, 'defaultWorkspacePipeline') : undefined);
  const there = new Set(present.map(comparableArmId));
  const ruleIds = os === 'unknown' ? [] : ruleIdsFor(spec, machine.subscription, region, os);
  const wantsIdentity = platform.kind !== 'arc' && spec.identity.create;
  return {
    identity: wantsIdentity && whyNot === undefined,
    ruleIds: noRules === undefined ? ruleIds : ruleIds.filter((id) => there.has(comparableArmId(id))),
    noIdentity: wantsIdentity ? whyNot : undefined,
    noRules: ruleIds.length === 0 ? undefined : noRules,
    heldUp,
    ...(provider === undefined ? {} : { provider }),
  };
}

function providerIn(record: SubscriptionRecord | undefined): NonNullable<MadeBySubscription['provider']> {
  const seen = record?.shared.providers?.[providerOfAssociations.toLowerCase()];
  if (seen === undefined) return 'unknown';
  return seen.isRegistered ? 'registered' : 'unregistered';
}
