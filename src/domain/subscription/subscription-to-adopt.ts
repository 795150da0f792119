import type { SubscriptionToAdopt } from '../adoption/adoption-report.ts';
import type { PlannedSubscription } from '../adoption/plan-hash.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import { matchSubscription } from '../fleet/match-subscription.ts';
import type { SubscriptionRecord } from './subscription-record.ts';
import { subscriptionSpecHash, wantedSpecOf, wantsNothing } from './subscription-spec.ts';

/** A row as the adoption report sees it. */
export type AdoptedRow = SubscriptionRecord & SubscriptionToAdopt;

/** The row with its part of the plan, as fleet.json reads now. */
export function toAdopt(fleet: FleetFile, record: SubscriptionRecord): AdoptedRow {
  return { ...record, planned: plannedOf(fleet, record) };
}

/**
 * What arming would be asked about it. Only a row that an entry of `subscriptions[]` matches counts, and only if that wants
 * something of it: so a file without such entries keeps the plan hash that it had. What would be bound is taken from the
 * file as it is now, since the row knows it only as its last look read it.
 */
function plannedOf(fleet: FleetFile, record: SubscriptionRecord): PlannedSubscription | undefined {
  const profile = matchSubscription(fleet, record);
  if (profile === undefined) return undefined;
  const { key, tenantId, bound, wouldWrite } = record;
  const spec = wantedSpecOf(record, profile);
  if (wouldWrite.length === 0 && wantsNothing(spec)) return undefined;
  return { key, tenantId, spec: bound?.hash ?? subscriptionSpecHash(spec), steps: wouldWrite.map(({ step }) => step) };
}
