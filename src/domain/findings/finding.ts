import type { FailureCode } from '../failures/failure-list.ts';
import type { PendingReason } from '../failures/pending-reasons.ts';
import type { StepId } from '../ids.ts';
import type { WantedStep } from '../step/wanted-step.ts';

/** Why a service cannot go on now; it keeps back what it would want otherwise. */
export type Obstacle =
  /** Goes on by itself: parked. */
  | ({ readonly kind: 'waiting'; readonly reason: PendingReason } & KeptBack)
  /** Azure is working on it: looked at again soon. */
  | ({ readonly kind: 'provisioning'; readonly what: string } & Besides)
  /** Tried and failed, or refused: the code's class decides what follows. */
  | ({
      readonly kind: 'blocked';
      readonly code: FailureCode;
      readonly detail: string;
      readonly stepId?: StepId;
    } & KeptBack);

interface Besides {
  /** What else stands in the way of this service: each has its own status and due time, and the earliest counts. */
  readonly also?: readonly Obstacle[];
}

interface KeptBack extends Besides {
  /** The writes that will be wanted once this is over: part of the plan, never sent now. */
  readonly heldBack?: readonly WantedStep[];
}

/** What one service says about one machine. */
export type Finding =
  | { readonly kind: 'satisfied'; readonly detail?: string }
  | ({ readonly kind: 'wanted'; readonly steps: readonly WantedStep[] } & Besides)
  | Obstacle
  /** This look left out what the service needs; nothing is concluded. */
  | { readonly kind: 'not-read' }
  | { readonly kind: 'unsupported'; readonly reason: string }
  | { readonly kind: 'not-applicable'; readonly reason: string };
