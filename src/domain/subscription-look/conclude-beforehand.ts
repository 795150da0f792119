import { pendingWaitOf } from '../failures/pending-reasons.ts';
import { isInScope } from '../fleet/in-scope.ts';
import { matchSubscription } from '../fleet/match-subscription.ts';
import { fleetWithin } from '../fleet/resolve-groups.ts';
import { concludeRowOutright } from '../look/conclude-row.ts';
import type { RowDecision } from '../look/row-decision.ts';
import { changeStatus } from '../machine/change-status.ts';
import type { SubscriptionRecord } from '../subscription/subscription-record.ts';
import { isWritable } from '../subscription/subscription-state.ts';
import type { SubscriptionLookInput } from './subscription-look-input.ts';

type Ended = RowDecision<SubscriptionRecord>;

/** Subscriptions of which no service is asked, whatever they lack; undefined for the others. */
export function concludeBeforehand(input: SubscriptionLookInput, record: SubscriptionRecord): Ended | undefined {
  return (
    concludeOutside(input, record) ??
    concludeMissing(input, record) ??
    concludeMoved(input, record) ??
    concludeUnwritable(input, record)
  );
}

function concludeOutside(input: SubscriptionLookInput, record: SubscriptionRecord): Ended | undefined {
  const { nowMs } = input;
  const scope = isInScope(fleetWithin(input.fleet, record), record.resourceId, nowMs);
  if (scope.kind === 'out') {
    const detail = 'fleet.json covers none of it as a whole';
    return concludeRowOutright(record, { status: 'Excluded', code: 'OutOfScope', detail }, new Map(), nowMs);
  }
  if (scope.kind === 'excluded') {
    const until = scope.until === undefined ? undefined : new Date(Date.parse(scope.until)).toISOString();
    const said = { status: 'Excluded', code: 'ByFleetFile', detail: `${scope.why} (${scope.by})`, until } as const;
    return concludeRowOutright(record, said, new Map(), nowMs);
  }
  const { quotaId } = input.facts.core;
  const { unsupportedOffers } = input.fleet.support;
  if (quotaId !== undefined && unsupportedOffers.some((offer) => offer.toLowerCase() === quotaId.toLowerCase())) {
    const detail = `support.unsupportedOffers of fleet.json names its offer ${quotaId}`;
    return concludeRowOutright(record, { status: 'Unsupported', code: 'Offer', detail }, new Map(), nowMs);
  }
  if (matchSubscription(input.fleet, record) !== undefined) return undefined;
  const detail = 'no entry of subscriptions[] of fleet.json matches this subscription';
  return concludeRowOutright(record, { status: 'Excluded', code: 'NoProfile', detail }, new Map(), nowMs);
}

/** A run that was complete and lacked it: what we know of it may be of long ago. */
function concludeMissing(input: SubscriptionLookInput, record: SubscriptionRecord): Ended | undefined {
  const { missingSince } = record.discovery;
  if (missingSince === undefined) return undefined;
  const detail = `missing from every complete sweep since ${missingSince}`;
  return concludeRowOutright(record, { status: 'Held', code: 'ScopeNotReadable', detail }, new Map(), input.nowMs);
}

/** In another tenant nothing that we know of it holds: roles, identities and policies are gone. */
function concludeMoved(input: SubscriptionLookInput, record: SubscriptionRecord): Ended | undefined {
  const { tenantId } = input.facts.core;
  if (record.tenantId === tenantId) return undefined;
  const detail = `it was in tenant ${record.tenantId ?? 'unknown'} and is in ${tenantId} now`;
  const said = { status: 'Held', code: 'SubscriptionChangedTenant', detail } as const;
  return concludeRowOutright(record, said, new Map(), input.nowMs);
}

function concludeUnwritable(input: SubscriptionLookInput, record: SubscriptionRecord): Ended | undefined {
  const { state } = input.facts.core;
  if (isWritable(state)) return undefined;
  const { nowMs } = input;
  const until = new Date(nowMs + 1_000 * pendingWaitOf('SubscriptionNotWritable').seconds).toISOString();
  const detail = `Azure shows the subscription as ${state}`;
  const said = { status: 'Pending', code: 'SubscriptionNotWritable', detail, until } as const;
  const waiting = { ...record, findings: {}, wouldWrite: [], provisioningSince: undefined };
  return { ...changeStatus(waiting, said, nowMs), next: { kind: 'parked', dueAt: until } };
}
