import { isSameId } from '../ids.ts';
import { covers } from '../scope.ts';
import { isContended } from '../step/fuse.ts';
import type { StepRow } from '../step/step-record.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import { findStop } from '../stops/judge-stop.ts';
import { isPublishedAction } from '../write/permissions.ts';
import { claimOf, type WriteClaim } from '../write/write-claim.ts';
import { findPlaceRefusal, type Guard, type RefusalReason } from './guard.ts';

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

/** A step of a target, and what its row remembers of its steps. */
export interface StepRequest {
  readonly guard: Guard;
  readonly steps: StepRow['steps'];
  readonly step: WantedStep;
}

export interface PermitRequest extends StepRequest {
  readonly wallNowMs: number;
}

export interface Refusal {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
}

/** Decides whether a step may be written now; see {@link WritePermit.decide}. */
export function permitWrite(request: PermitRequest): WritePermit | Refusal {
  return WritePermit.decide(request);
}

/** Why this step may not be written now, from nothing but what is true now; undefined when it may. */
export function findRefusal({ guard, steps, step }: StepRequest): RefusalReason | undefined {
  const { target, resourceId, action } = claimOf(step.write);
  const isOnTarget = target === guard.target.key && covers(guard.target.resourceId, resourceId);
  if (!isPublishedAction(action) || !isOnTarget) return 'UnpublishedAction';
  const reason = findPlaceRefusal(guard, resourceId);
  if (reason !== undefined) return reason;
  const write = { key: target, resourceId: guard.target.resourceId, action };
  if (findStop(guard.stops?.stops ?? [], write, guard.nowMs) !== undefined) return 'ScopeStopped';
  if (isUnread(guard.unreadSteps, step)) return 'OtherRelease';
  return isContended(steps[step.id], step.write, guard.nowMs) ? 'Contended' : undefined;
}

/** Nobody here knows how often it was tried, or whether Azure still works on it. */
function isUnread(unread: Guard['unreadSteps'], { id, service }: WantedStep): boolean {
  return unread !== undefined && (unread.ids.includes(id) || unread.services.includes(service));
}
