import { fleetWithin } from '../fleet/resolve-groups.ts';
import type { SubscriptionProfile } from '../fleet/subscription-schema.ts';
import { type ListedMachine, listReach } from '../reach/list-reach.ts';
import { summarizeReach } from '../reach/summarize-reach.ts';
import type { SubscriptionServiceName } from '../service-name.ts';
import { connectorsAsKnown } from '../subscription/connectors-as-known.ts';
import type { SubscriptionRecord } from '../subscription/subscription-record.ts';
import type { SubscriptionFinding } from '../subscription/subscription-service.ts';
import { wantedSpecOf } from '../subscription/subscription-spec.ts';
import type { SubscriptionLookInput } from './subscription-look-input.ts';

/** Services whose writes can let Defender begin to install itself. */
const reachingServices: readonly SubscriptionServiceName[] = ['defender-plan', 'endpoint-settings'];

/**
 * Whom Defender would begin to reach by what this look found wanted; undefined where nothing that is wanted reaches
 * anybody, or where the list is not complete.
 */
export function reachOfLook(
  { facts, fleet, nowMs }: SubscriptionLookInput,
  record: SubscriptionRecord,
  profile: SubscriptionProfile,
): readonly ListedMachine[] | undefined {
  const { defender, reach } = facts.parts;
  if (defender === undefined || reach?.kind !== 'complete') return undefined;
  const spec = wantedSpecOf(record, profile);
  const connectors = connectorsAsKnown(facts.parts, record);
  return listReach(reach.machines, defender, { fleet: fleetWithin(fleet, record), spec, connectors, nowMs });
}

/** The row with its reach. An approval is over once everything that it was for is in place: it is for that list only. */
export function rememberReach(
  record: SubscriptionRecord,
  input: SubscriptionLookInput,
  profile: SubscriptionProfile,
  findings: ReadonlyMap<SubscriptionServiceName, SubscriptionFinding>,
): SubscriptionRecord {
  const kinds = reachingServices.map((service) => findings.get(service)?.kind);
  if (kinds.includes('not-read')) return record;
  const reach = reachOfLook(input, record, profile);
  if (reach !== undefined) {
    return { ...record, reach: summarizeReach(reach, record.approvedReach, input.nowMs) };
  }
  const isInPlace = kinds.every((kind) => kind === 'satisfied' || kind === 'not-applicable');
  return { ...record, reach: undefined, approvedReach: isInPlace ? undefined : record.approvedReach };
}
