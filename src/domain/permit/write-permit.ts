import type { Control } from '../controls/control.ts';
import { isArmed, isFrozen } from '../controls/controls-in-force.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import { isInScope } from '../fleet/in-scope.ts';
import type { ResolvedProfile } from '../fleet/match-profile.ts';
import { isSameId } from '../ids.ts';
import { findTwin } from '../machine/find-twin.ts';
import type { MachineFacts } from '../machine/machine-facts.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import { covers } from '../scope.ts';
import { isContended } from '../step/fuse.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import { isPublishedAction } from '../write/published-actions.ts';
import { claimOf, type WriteClaim } from '../write/write-claim.ts';

/** How long a permit may be used, in milliseconds of real time. */
const permitLifeMs = 5_000;

/** The right to send one write; only `permitWrite` makes one. */
export class WritePermit {
  readonly #made = true;
  /** What is permitted: this action on this resource, for this target. */
  readonly claim: WriteClaim;
  /** Wall-clock milliseconds. */
  readonly issuedAtMs: number;

  private constructor(claim: WriteClaim, issuedAtMs: number) {
    this.claim = claim;
    this.issuedAtMs = issuedAtMs;
  }

  /** Whether this permit was made for a write like this one; its body is not part of the question. */
  isFor({ target, resourceId, action }: WriteClaim): boolean {
    const { claim } = this;
    return claim.target === target && isSameId(claim.resourceId, resourceId) && claim.action === action;
  }

  /** Too old to be used at this moment, or made ahead of it. */
  isExpired(wallNowMs: number): boolean {
    const ageMs = wallNowMs - this.issuedAtMs;
    return !this.#made || ageMs > permitLifeMs || ageMs < -permitLifeMs;
  }

  /**
   * Decides whether this step may be written now, from nothing but what is true now. Only the activity that sends the
   * step asks. The checks stand in the order in which an operator wants to hear of them.
   */
  static decide(request: PermitRequest): WritePermit | Refusal {
    const reason = findRefusal(request);
    if (reason !== undefined) return { kind: 'refused', reason };
    return new WritePermit(claimOf(request.step.write), request.wallNowMs);
  }
}

/** What decides for the machine as a whole, whatever the step. */
export interface MachinePermitRequest {
  readonly record: MachineRecord;
  readonly facts: MachineFacts;
  readonly fleet: FleetFile;
  readonly profile: ResolvedProfile;
  readonly arms: readonly Control[];
  readonly freezes: readonly Control[];
  /** App time, milliseconds. */
  readonly nowMs: number;
}

export interface StepRequest extends MachinePermitRequest {
  readonly step: WantedStep;
}

export interface PermitRequest extends StepRequest {
  readonly wallNowMs: number;
}

export type RefusalReason =
  | 'UnpublishedAction'
  | 'OutOfScope'
  | 'Excluded'
  | 'DuplicateOf'
  | 'ManagedBy'
  | 'NotAdopted'
  | 'ObserveMode'
  | 'NotArmed'
  | 'Frozen'
  | 'Settling'
  | 'Contended';

export interface Refusal {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
}

/** Decides whether a step may be written now; see {@link WritePermit.decide}. */
export function permitWrite(request: PermitRequest): WritePermit | Refusal {
  return WritePermit.decide(request);
}

/** Why this step may not be written now, from nothing but what is true now; undefined when it may. */
export function findRefusal(request: StepRequest): RefusalReason | undefined {
  const { record, facts, step, nowMs } = request;
  const { target, resourceId, action } = claimOf(step.write);
  const isOnTarget = target === facts.machine.key && covers(facts.machine.resourceId, resourceId);
  if (!isPublishedAction(action) || !isOnTarget) return 'UnpublishedAction';
  const reason = findMachineRefusal(request);
  if (reason !== undefined) return reason;
  return isContended(record.steps[step.id], step.write, nowMs) ? 'Contended' : undefined;
}

/** Why nothing at all may be written to this machine now; undefined when something may. */
export function findMachineRefusal(request: MachinePermitRequest): RefusalReason | undefined {
  const { record, facts, fleet, profile, nowMs } = request;
  const id = facts.machine.resourceId;
  const createdMs = facts.createdAt === undefined ? undefined : Date.parse(facts.createdAt);
  if (isInScope(fleet, id, nowMs).kind !== 'in') return 'OutOfScope';
  if (isExclusionActive(record, nowMs)) return 'Excluded';
  if (findTwin(facts) !== undefined) return 'DuplicateOf';
  if (facts.managedBy !== undefined) return 'ManagedBy';
  if (record.eligibility === undefined || record.eligibility.state === 'awaiting') return 'NotAdopted';
  if (profile.mode !== 'enforce') return 'ObserveMode';
  if (!isArmed(request, id)) return 'NotArmed';
  if (isFrozen(request, id)) return 'Frozen';
  if (createdMs !== undefined && nowMs < createdMs + minimumAgeMsOf(fleet, profile)) return 'Settling';
  return undefined;
}

/** A machine younger than this is left alone while it is still being set up. Milliseconds. */
export function minimumAgeMsOf(fleet: FleetFile, profile: ResolvedProfile): number {
  return 60_000 * Math.max(fleet.settleMinutes, profile.minimumAgeMinutes);
}

export function isExclusionActive(record: MachineRecord, nowMs: number): boolean {
  const { exclusion } = record;
  return exclusion !== null && (exclusion.until === undefined || Date.parse(exclusion.until) > nowMs);
}
