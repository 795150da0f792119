import type { Control } from '../controls/control.ts';
import { isArmed, isFrozen } from '../controls/controls-in-force.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import { isInScope } from '../fleet/in-scope.ts';
import type { UnreadSteps } from '../machine/foreign-parts.ts';
import type { Eligibility, Exclusion } from '../machine/machine-record.ts';
import type { SubscriptionStops } from '../stops/scope-stop.ts';
import type { TargetRef } from '../target/target-ref.ts';

/** Why a write is not permitted, in the order in which an operator wants to hear it. */
export type RefusalReason =
  | 'UnpublishedAction'
  | 'OutOfScope'
  | 'PlaceExcluded'
  | 'Excluded'
  | 'DuplicateOf'
  | 'ManagedBy'
  | 'NotAdopted'
  | 'ObserveMode'
  | 'NotArmed'
  | 'Frozen'
  | 'Settling'
  | 'ScopeStopped'
  | 'OtherRelease'
  | 'Contended';

/** What decides for a target as a whole, whatever its kind and whatever the step. */
export interface Guard {
  readonly target: Pick<TargetRef, 'key' | 'resourceId'>;
  readonly fleet: FleetFile;
  readonly exclusion: Exclusion | null;
  readonly eligibility: Eligibility | undefined;
  readonly mode: 'observe' | 'enforce';
  /** Somebody else looks after it, as its kind knows. */
  readonly belongsTo: 'DuplicateOf' | 'ManagedBy' | undefined;
  /** What another release did to it and only that can read: these steps, and all of these services, are not ours to write. */
  readonly unreadSteps?: UnreadSteps | undefined;
  /** App time in milliseconds before which it is left alone, because it is still being set up. */
  readonly earliestMs: number | undefined;
  readonly arms: readonly Control[];
  readonly freezes: readonly Control[];
  /** Where rights are missing; a kind that leaves it out learns of a stop when its step is sent. */
  readonly stops?: SubscriptionStops | undefined;
  /** App time, milliseconds. */
  readonly nowMs: number;
}

/** Why nothing at all may be written to this target now; undefined when something may. */
export function findTargetRefusal(guard: Guard): RefusalReason | undefined {
  return findPlaceRefusal(guard, guard.target.resourceId);
}

/**
 * Why nothing may be written to this resource, which is the target or lies in it: a part of a subscription, such as one
 * group, can be excluded or frozen where the rest is not.
 */
export function findPlaceRefusal(guard: Guard, resourceId: string): RefusalReason | undefined {
  const { target, fleet, eligibility, nowMs } = guard;
  if (isInScope(fleet, target.resourceId, nowMs).kind !== 'in') return 'OutOfScope';
  if (isInScope(fleet, resourceId, nowMs).kind !== 'in') return 'PlaceExcluded';
  if (isExclusionActive(guard.exclusion, nowMs)) return 'Excluded';
  if (guard.belongsTo !== undefined) return guard.belongsTo;
  if (eligibility === undefined || eligibility.state === 'awaiting') return 'NotAdopted';
  if (guard.mode !== 'enforce') return 'ObserveMode';
  if (!isArmed(guard, target.resourceId)) return 'NotArmed';
  // What freezes the target freezes all that lies in it.
  if (isFrozen(guard, resourceId)) return 'Frozen';
  return guard.earliestMs !== undefined && nowMs < guard.earliestMs ? 'Settling' : undefined;
}

export function isExclusionActive(exclusion: Exclusion | null, nowMs: number): boolean {
  return exclusion !== null && (exclusion.until === undefined || Date.parse(exclusion.until) > nowMs);
}
