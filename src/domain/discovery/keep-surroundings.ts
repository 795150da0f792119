import { canonicalJson } from '../canonical-json.ts';
import { isSameReading } from '../coexistence/keep-policies.ts';
import { noPolicies } from '../coexistence/policy-reading.ts';
import { noConnectors } from '../connectors/connector-facts.ts';
import { removesLegacyAgent } from '../fleet/removes-legacy-agent.ts';
import { wantsEndpoint } from '../fleet/wants-endpoint.ts';
import { isToRenew, isTrusted } from '../subscription/kept-reading.ts';
import { isOtherProvisioning } from '../subscription/legacy-provisioning-of.ts';
import type { SubscriptionRecord } from '../subscription/subscription-record.ts';
import { isOtherCoverage } from '../subscription/summarize-defender.ts';
import { lookNow } from './discover-subscription.ts';
import type { ReadBy } from './other-host.ts';
import { withOwed } from './owe-machines.ts';

/** What a sweep has read of what lies around a subscription; what it could not read is absent. */
export type Surroundings = Partial<
  Pick<SubscriptionRecord, 'policies' | 'connectors' | 'autoProvisioning' | 'defender'>
>;

/** What becomes of the row, and why it is worth a look; undefined: nothing is written. */
export interface KeptSurroundings {
  readonly record: SubscriptionRecord;
  readonly why: string | undefined;
}

/** The row with what a sweep has read, if it says something else than the row does, or what the row says is about to be too old. */
export function keepSurroundings(
  before: SubscriptionRecord,
  fresh: Surroundings,
  { fleet, nowMs }: ReadBy,
): KeptSurroundings | undefined {
  const read = { ...before, ...newerThan(before, fresh) };
  const owedBy = `sweep at ${new Date(nowMs).toISOString()}`;
  // Whatever else has changed: the next run and the next look compare with what this one keeps.
  const isConcern =
    (wantsEndpoint(fleet) && isOtherCoverage(before.defender, read.defender)) ||
    (removesLegacyAgent(fleet) && isOtherProvisioning(before, read));
  const record = isConcern ? withOwed(read, owedBy) : read;
  const isOther =
    !isSameReading(before.policies ?? noPolicies, record.policies ?? noPolicies) ||
    !isSameReading(before.connectors ?? noConnectors, record.connectors ?? noConnectors);
  if (isOther)
    return { record: withOwed({ ...record, ...lookNow }, owedBy), why: 'its policies or connectors changed' };
  if (fresh.policies !== undefined && (before.policies === undefined || !isTrusted(before.policies, nowMs))) {
    return { record: { ...record, ...lookNow }, why: 'its policies can be read again' };
  }
  const [was, is] = [before.autoProvisioning?.autoProvision, record.autoProvisioning?.autoProvision];
  if (was !== is) {
    // Off is what everybody expects.
    return { record, why: (was ?? 'Off') === is ? undefined : 'its switch of the Log Analytics agent changed' };
  }
  if (isOtherDefender(before.defender, record.defender)) {
    return { record, why: before.defender === undefined ? undefined : 'its plan or settings of Defender changed' };
  }
  const { policies, connectors, autoProvisioning, defender } = before;
  const kept = [policies, connectors, autoProvisioning, defender];
  const isDue = kept.some((reading) => reading !== undefined && isToRenew(reading, nowMs));
  return isDue ? { record, why: undefined } : undefined;
}

/** A look that read something while the sweep was reading knows better. */
function newerThan(before: SubscriptionRecord, fresh: Surroundings): Surroundings {
  const isNewer = (now: Dated | undefined, kept: Dated | undefined): boolean =>
    now !== undefined && (kept === undefined || kept.readAt <= now.readAt);
  return {
    ...(isNewer(fresh.policies, before.policies) ? { policies: fresh.policies } : {}),
    ...(isNewer(fresh.connectors, before.connectors) ? { connectors: fresh.connectors } : {}),
    ...(isNewer(fresh.autoProvisioning, before.autoProvisioning) ? { autoProvisioning: fresh.autoProvisioning } : {}),
    ...(isNewer(fresh.defender, before.defender) ? { defender: fresh.defender } : {}),
  };
}

interface Dated {
  readonly readAt: string;
}

function isOtherDefender(before: SubscriptionRecord['defender'], now: SubscriptionRecord['defender']): boolean {
  const withoutTime = ({ readAt: _, onSince: __, ...facts }: NonNullable<typeof now>) => facts;
  if (before === undefined || now === undefined) return before !== now;
  return canonicalJson(withoutTime(before)) !== canonicalJson(withoutTime(now));
}
