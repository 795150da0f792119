import { canonicalJson } from '../canonical-json.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import { sha256Hex } from '../hash.ts';
import type { Eligibility } from '../machine/machine-record.ts';
import { hostOf } from '../subscription/host-of-machine.ts';
import { newSubscription } from '../subscription/new-subscription.ts';
import type { Discovery, SubscriptionRecord } from '../subscription/subscription-record.ts';
import { subscriptionRef } from '../target/subscription-ref.ts';
import { concernsMachines, type SaidOfGroups } from './concerns-machines.ts';
import { withOwed } from './owe-machines.ts';
import type { ShownSubscription } from './shown-subscription.ts';

/** A run that was answered, as its subscriptions are judged by it. */
export interface AnsweredRun {
  /** App time, milliseconds, right before it asked. */
  readonly nowMs: number;
  /** Ids that earlier complete runs showed, one of which asked for the same; undefined where none did. */
  readonly known: ReadonlySet<string> | undefined;
  /** Some management groups were not answered: whether anything is new is left to the first run that is told all. */
  readonly isPartial: boolean;
  readonly said: SaidOfGroups;
}

/** What a run makes of one row. */
export interface Discovered {
  readonly kind: 'inserted' | 'changed' | 'missing';
  readonly record: SubscriptionRecord;
}

/** So rarely `seenAt` of an unchanged subscription is written: a run over a thousand of them writes almost nothing. */
const seenEveryMs = 24 * 60 * 60_000;

/**
 * The row of a subscription that a run shows; undefined when there is nothing to write. Whether it has changed
 * is told from what the runs were shown, and not from what looks read since: the two need not agree word for word.
 */
export function discoverShown(
  record: SubscriptionRecord | undefined,
  shown: ShownSubscription,
  run: AnsweredRun,
): Discovered | { readonly kind: 'unchanged'; readonly record: SubscriptionRecord | undefined } {
  const at = new Date(run.nowMs).toISOString();
  const hash = hashOf(shown);
  const before = record ?? newSubscription(subscriptionRef(shown.subscription), at);
  const told = { tenantId: shown.tenantId, state: shown.state };
  const discovery: Discovery = { ...before.discovery, seenAt: at, missingSince: undefined, shown: hash, told };
  const eligibility = before.eligibility ?? eligibilityOf(run, shown.subscription, at);
  if (isOfDiscovery(before) && before.discovery.missingSince === undefined && before.discovery.shown === hash) {
    // What a look read since stays, since it is nearer to the truth; it is read again, because nothing else would do that.
    if (eligibility !== before.eligibility || isDoubtful(run.said.fleet, before, shown))
      return { kind: 'changed', record: { ...before, ...lookNow, discovery, eligibility } };
    const isOld = run.nowMs - Date.parse(before.discovery.seenAt ?? '') >= seenEveryMs;
    return { kind: 'unchanged', record: isOld ? { ...before, discovery } : undefined };
  }
  const { subscription: _, tenantId, ...content } = shown;
  const updated: SubscriptionRecord = {
    ...before,
    ...content,
    ...lookNow,
    tenantId: before.tenantId ?? tenantId,
    ...tenantAndState(before, shown, run.nowMs),
    discovery,
    eligibility,
  };
  return {
    kind: isOfDiscovery(before) ? 'changed' : 'inserted',
    record: concernsMachines(run.said, record, updated, run.nowMs) ? withOwed(updated, `sweep at ${at}`) : updated,
  };
}

/**
 * The row of a subscription that a run lacks; undefined when it is said already. It is kept with all that was
 * known of it: a role that was lost looks like a deletion. Whether it is new is said by the run that shows it.
 */
export function discoverMissing(
  record: SubscriptionRecord | undefined,
  subscription: string,
  nowMs: number,
): Discovered | undefined {
  const at = new Date(nowMs).toISOString();
  const before = record ?? newSubscription(subscriptionRef(subscription), at);
  if (before.discovery.missingSince !== undefined) return undefined;
  return {
    kind: 'missing',
    record: { ...before, ...lookNow, discovery: { ...before.discovery, missingSince: at } },
  };
}

/**
 * Where it is and what it takes, which decide whether its machines may be written to. Resource Graph is late by minutes, so
 * what a look read stays where it was read since the run began, or where runs say the same of it as before: then it is
 * something else that has changed. The look that the run asks for reads it again.
 */
function tenantAndState(
  { lastLookAt, currentTenantId, state, discovery }: SubscriptionRecord,
  shown: ShownSubscription,
  nowMs: number,
): Pick<SubscriptionRecord, 'currentTenantId' | 'state'> {
  const isReadSince = lastLookAt !== undefined && Date.parse(lastLookAt) > nowMs;
  const told = discovery.missingSince === undefined ? discovery.told : undefined;
  const isKept = (name: 'tenantId' | 'state'): boolean => isReadSince || told?.[name] === shown[name];
  return {
    currentTenantId: (isKept('tenantId') ? currentTenantId : undefined) ?? shown.tenantId,
    state: (isKept('state') ? state : undefined) ?? shown.state,
  };
}

/** A look saw what keeps its machines from being written to, and this run shows nothing of it, or the other way round. */
function isDoubtful(
  fleet: FleetFile,
  before: SubscriptionRecord,
  { subscription, state, tenantId }: ShownSubscription,
): boolean {
  const asShown = { ...before, state, currentTenantId: tenantId };
  return hostOf(fleet, subscription, before).trouble?.kind !== hostOf(fleet, subscription, asShown).trouble?.kind;
}

/** Whatever kept it from being read before may be over: the look that the run asks for is not put off by its ladder. */
export const lookNow = { lookAttempts: 0, lookRetryAt: undefined };

/** New: this run shows it, an earlier complete one of the same scope lacked it, and none ever showed it. */
function eligibilityOf({ known, isPartial }: AnsweredRun, subscription: string, at: string): Eligibility | undefined {
  if (isPartial) return undefined;
  const isNew = known !== undefined && !known.has(subscription);
  return { state: isNew ? 'new' : 'awaiting', at, by: 'discovery' };
}

/** Whether a run has had to do with it; a look that an event asked for can have made its row before. */
function isOfDiscovery({ discovery }: SubscriptionRecord): boolean {
  return discovery.seenAt !== undefined || discovery.missingSince !== undefined;
}

function hashOf({ quotaId, ...shown }: ShownSubscription): string {
  return sha256Hex(canonicalJson({ ...shown, quotaId: quotaId ?? null })).slice(0, 32);
}
