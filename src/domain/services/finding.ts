import type { FailureCode } from '../failures/failure-list.ts';
import type { StepId } from '../ids.ts';
import type { PendingReason } from '../machine/status.ts';
import type { MachineWrite } from '../write/machine-write.ts';

export const serviceNames = ['support', 'identity', 'ama', 'data-collection'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** What a step needs before it can be sent, and what it produces once it was. */
export type Need = 'identity' | 'extensionAbsent';

/** A write that would bring the machine closer to its spec; the name travels, the body never does. */
export interface WantedStep {
  readonly id: StepId;
  /** Why, in one line for the plan and the timeline. */
  readonly why: string;
  readonly write: MachineWrite;
  readonly needs: readonly Need[];
  readonly produces: readonly Need[];
  /** At most one exclusive step runs per look (extension operations). */
  readonly exclusive: boolean;
  /** The write makes what did not exist; only that is ever owned. */
  readonly creates: boolean;
  /** The token that code on the machine gets by default would change. */
  readonly changesDefaultToken: boolean;
}

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
