import { oweMachines } from '../discovery/owe-machines.ts';
import type { RawFailure } from '../failures/failure.ts';
import { movedToTenant } from '../failures/moved-to-tenant.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import type { LookId } from '../ids.ts';
import { decideUnreadable } from '../look/decide-unreadable.ts';
import type { RowDecision } from '../look/row-decision.ts';
import type { SubscriptionRecord } from '../subscription/subscription-record.ts';
import { concludeUnread, holdMoved } from './conclude-beforehand.ts';
import { decideAbsentSubscription } from './decide-absent-subscription.ts';

export interface UnreadInput {
  readonly record: SubscriptionRecord;
  readonly lookId: LookId;
  /** Undefined: Azure has no such subscription, or does not show it. */
  readonly failure: RawFailure | undefined;
  readonly fleet: FleetFile;
  /** App time, milliseconds. */
  readonly nowMs: number;
  readonly jitterSeconds: number;
}

/**
 * A subscription that could not be read: it is in another tenant now, or it is one that the last complete sweep lacked
 * as well, or it is tried again.
 */
export function decideUnreadSubscription(input: UnreadInput): RowDecision<SubscriptionRecord> {
  const { record, lookId, failure, fleet, nowMs, jitterSeconds } = input;
  const tenantId = failure === undefined ? undefined : movedToTenant(failure);
  if (tenantId !== undefined) {
    return holdMoved(oweMachines(input, record, { ...record, currentTenantId: tenantId }, lookId), nowMs);
  }
  const isRefused = failure === undefined || (failure.source === 'http' && failure.status < 429);
  const unread = isRefused ? concludeUnread({ fleet, nowMs }, record) : undefined;
  if (unread !== undefined) return unread;
  if (failure === undefined) return decideAbsentSubscription(record, nowMs);
  return decideUnreadable(record, failure, nowMs, jitterSeconds);
}
