import type { FleetFile } from '../fleet/fleet-schema.ts';
import { matchSubscription } from '../fleet/match-subscription.ts';
import type { SubscriptionProfile } from '../fleet/subscription-schema.ts';
import { type MachineFacts, type MadeBySubscription, nothingMade } from '../machine/machine-facts.ts';
import { providerOfAssociations } from './providers-of-machines.ts';
import { ruleIdsFor } from './shared-names.ts';
import type { SubscriptionRecord, SubscriptionSpec } from './subscription-record.ts';
import { specOfSubscription } from './subscription-spec.ts';

/**
 * What the looks at a subscription make of what its machines share: as bound to it, else as the file would bind it.
 * Undefined where nothing is written to it, because the file only observes it or does not name it.
 */
export function makingSpecOf(
  fleet: FleetFile,
  subscription: string,
  record: SubscriptionRecord | undefined,
): SubscriptionSpec | undefined {
  const profile = record === undefined ? mayMatch(fleet, subscription) : matchSubscription(fleet, record);
  if (profile?.mode !== 'enforce') return undefined;
  return record?.bound?.spec ?? specOfSubscription(profile);
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

/** What of it this machine is to be given; `record`: the row of the subscription, where it has one. */
export function madeForMachine(
  spec: SubscriptionSpec | undefined,
  { machine, region, os, platform }: Pick<MachineFacts, 'machine' | 'region' | 'os' | 'platform'>,
  record?: SubscriptionRecord,
): MadeBySubscription {
  if (spec === undefined) return nothingMade;
  return {
    ...(spec.providers === 'register' ? { provider: providerIn(record) } : {}),
    identity: platform.kind === 'vm' && spec.identity.create,
    ruleIds: os === 'unknown' ? [] : ruleIdsFor(spec, machine.subscription, region, os),
  };
}

function providerIn(record: SubscriptionRecord | undefined): NonNullable<MadeBySubscription['provider']> {
  const seen = record?.shared.providers?.[providerOfAssociations.toLowerCase()];
  if (seen === undefined) return 'unknown';
  return seen.isRegistered ? 'registered' : 'unregistered';
}
