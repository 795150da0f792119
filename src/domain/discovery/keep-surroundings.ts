import { canonicalJson } from '../canonical-json.ts';
import { isSameReading } from '../coexistence/keep-policies.ts';
import { noPolicies } from '../coexistence/policy-reading.ts';
import { noConnectors } from '../connectors/connector-facts.ts';
import { isToRenew, isTrusted } from '../subscription/kept-reading.ts';
import type { SubscriptionRecord } from '../subscription/subscription-record.ts';
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
  nowMs: number,
): KeptSurroundings | undefined {
  const record = { ...before, ...fresh };
  const isOther =
    !isSameReading(before.policies ?? noPolicies, record.policies ?? noPolicies) ||
    !isSameReading(before.connectors ?? noConnectors, record.connectors ?? noConnectors);
  if (isOther) {
    const owing = withOwed({ ...record, ...lookNow }, `sweep at ${new Date(nowMs).toISOString()}`);
    return { record: owing, why: 'its policies or connectors changed' };
  }
  if (fresh.policies !== undefined && (before.policies === undefined || !isTrusted(before.policies, nowMs))) {
    return { record: { ...record, ...lookNow }, why: 'its policies can be read again' };
  }
  const [was, is] = [before.autoProvisioning?.autoProvision, record.autoProvisioning?.autoProvision];
  if (was !== is) {
    // Of no machine's concern, and off is what everybody expects.
    return { record, why: (was ?? 'Off') === is ? undefined : 'its switch of the Log Analytics agent changed' };
  }
  if (isOtherDefender(before.defender, record.defender)) {
    return { record, why: before.defender === undefined ? undefined : 'its plan or settings of Defender changed' };
  }
  const isDue = [before.policies, before.connectors].some((kept) => kept !== undefined && isToRenew(kept, nowMs));
  return isDue ? { record, why: undefined } : undefined;
}

function isOtherDefender(before: SubscriptionRecord['defender'], now: SubscriptionRecord['defender']): boolean {
  const withoutTime = ({ readAt: _, ...facts }: NonNullable<typeof now>) => facts;
  if (before === undefined || now === undefined) return before !== now;
  return canonicalJson(withoutTime(before)) !== canonicalJson(withoutTime(now));
}

/** Whatever kept it from being read may be over, and the next try of its look can be a day away. */
const lookNow = { lookAttempts: 0, lookRetryAt: undefined };
