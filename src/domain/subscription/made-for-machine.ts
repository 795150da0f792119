import type { FleetFile } from '../fleet/fleet-schema.ts';
import { matchSubscription } from '../fleet/match-subscription.ts';
import { type MachineFacts, type MadeBySubscription, nothingMade } from '../machine/machine-facts.ts';
import { ruleIdsFor } from './shared-names.ts';
import type { SubscriptionRecord, SubscriptionSpec } from './subscription-record.ts';
import { specOfSubscription } from './subscription-spec.ts';

/**
 * What the looks at a subscription make of what its machines share: as bound to it, else as the file would bind it.
 * Undefined where nothing is written to it, because the file only observes it or does not name it.
 */
export function makingSpecOf(fleet: FleetFile, record: SubscriptionRecord | undefined): SubscriptionSpec | undefined {
  if (record === undefined) return undefined;
  const profile = matchSubscription(fleet, record);
  if (profile?.mode !== 'enforce') return undefined;
  return record.bound?.spec ?? specOfSubscription(profile);
}

/** What of it this machine is to be given. */
export function madeForMachine(
  spec: SubscriptionSpec | undefined,
  { machine, region, os, platform }: Pick<MachineFacts, 'machine' | 'region' | 'os' | 'platform'>,
): MadeBySubscription {
  if (spec === undefined) return nothingMade;
  return {
    identity: platform.kind === 'vm' && spec.identity.create,
    ruleIds: os === 'unknown' ? [] : ruleIdsFor(spec, machine.subscription, region, os),
  };
}
