import { type PendingReason, pendingWaitOf } from '../failures/pending-reasons.ts';
import { isInScope } from '../fleet/in-scope.ts';
import { matchSubscription } from '../fleet/match-subscription.ts';
import { fleetWithin, isUnplaced } from '../fleet/resolve-groups.ts';
import { concludeRowOutright } from '../look/conclude-row.ts';
import type { RowDecision } from '../look/row-decision.ts';
import { changeStatus } from '../machine/change-status.ts';
import { describeUnplaced } from '../subscription/describe-unplaced.ts';
import { describeMove, hasMoved } from '../subscription/host-of-machine.ts';
import type { SubscriptionRecord } from '../subscription/subscription-record.ts';
import { isWritable } from '../subscription/subscription-state.ts';
import { whyOfferUnsupported } from '../subscription/unsupported-offer.ts';
import type { SubscriptionLookInput } from './subscription-look-input.ts';

type Ended = RowDecision<SubscriptionRecord>;

/** Subscriptions of which no service is asked, whatever they lack; undefined for the others. */
export function concludeBeforehand(input: SubscriptionLookInput, record: SubscriptionRecord): Ended | undefined {
  return (
    concludeUnplaced(input, record) ??
    concludeOutside(input, record) ??
    concludeMissing(input, record) ??
    concludeMoved(input, record) ??
    concludeOffer(input, record) ??
    concludeWithoutProfile(input, record) ??
    concludeUnwritable(input, record)
  );
}

/** What is said of a subscription that the last sweep lacked when it cannot be read; undefined for any other. */
export function concludeUnread(input: Known, record: SubscriptionRecord): Ended | undefined {
  if (record.discovery.missingSince === undefined) return undefined;
  return concludeOutside(input, record) ?? concludeMissing(input, record);
}

/** What is known without reading the subscription. */
type Known = Pick<SubscriptionLookInput, 'fleet' | 'nowMs'>;

/** The sweep that places it asks for a look. One that sweeps do not show is not waited for: a person must let them. */
function concludeUnplaced(input: SubscriptionLookInput, record: SubscriptionRecord): Ended | undefined {
  const { arms, freezes } = input.controls;
  if (record.discovery.missingSince !== undefined) return undefined;
  if (!isUnplaced(input.fleet, [...arms, ...freezes], record)) return undefined;
  return pend(record, 'SubscriptionNotReady', describeUnplaced(record.discovery), input.nowMs);
}

function concludeOutside({ fleet, nowMs }: Known, record: SubscriptionRecord): Ended | undefined {
  const scope = isInScope(fleetWithin(fleet, record), record.resourceId, nowMs);
  if (scope.kind === 'in') return undefined;
  if (scope.kind === 'out') {
    // It may lie below one that the file names.
    if (record.managementGroups === undefined && fleet.scope.managementGroups.length > 0) return undefined;
    const detail = 'fleet.json covers none of it as a whole';
    return concludeRowOutright(record, { status: 'Excluded', code: 'OutOfScope', detail }, new Map(), nowMs);
  }
  const until = scope.until === undefined ? undefined : new Date(Date.parse(scope.until)).toISOString();
  const said = { status: 'Excluded', code: 'ByFleetFile', detail: `${scope.why} (${scope.by})`, until } as const;
  return concludeRowOutright(record, said, new Map(), nowMs);
}

function concludeOffer({ fleet, facts, nowMs }: SubscriptionLookInput, record: SubscriptionRecord): Ended | undefined {
  const detail = whyOfferUnsupported(fleet, facts.core.quotaId);
  if (detail === undefined) return undefined;
  return concludeRowOutright(record, { status: 'Unsupported', code: 'Offer', detail }, new Map(), nowMs);
}

function concludeWithoutProfile({ fleet, nowMs }: Known, record: SubscriptionRecord): Ended | undefined {
  if (matchSubscription(fleet, record) !== undefined) return undefined;
  const detail = 'no entry of subscriptions[] of fleet.json matches this subscription';
  return concludeRowOutright(record, { status: 'Excluded', code: 'NoProfile', detail }, new Map(), nowMs);
}

/** A run lacked it, or it was refused like the run: what we know of it may be of long ago. */
function concludeMissing({ nowMs }: Known, record: SubscriptionRecord): Ended | undefined {
  const { missingSince } = record.discovery;
  if (missingSince === undefined) return undefined;
  const detail = `no sweep has shown it since ${missingSince}`;
  return concludeRowOutright(record, { status: 'Held', code: 'ScopeNotReadable', detail }, new Map(), nowMs);
}

function concludeMoved({ nowMs }: Known, record: SubscriptionRecord): Ended | undefined {
  return hasMoved(record) ? holdMoved(record, nowMs) : undefined;
}

/** In another tenant nothing that we know of it holds: roles, identities and policies are gone. */
export function holdMoved(record: SubscriptionRecord, nowMs: number): Ended {
  const said = { status: 'Held', code: 'SubscriptionChangedTenant', detail: describeMove(record) } as const;
  return concludeRowOutright(record, said, new Map(), nowMs);
}

function concludeUnwritable(input: SubscriptionLookInput, record: SubscriptionRecord): Ended | undefined {
  const { state } = input.facts.core;
  if (isWritable(state)) return undefined;
  return pend(record, 'SubscriptionNotWritable', `Azure shows the subscription as ${state}`, input.nowMs);
}

function pend(record: SubscriptionRecord, code: PendingReason, detail: string, nowMs: number): Ended {
  const until = new Date(nowMs + 1_000 * pendingWaitOf(code).seconds).toISOString();
  const waiting = { ...record, findings: {}, wouldWrite: [], provisioningSince: undefined };
  return {
    ...changeStatus(waiting, { status: 'Pending', code, detail, until }, nowMs),
    next: { kind: 'parked', dueAt: until },
  };
}
