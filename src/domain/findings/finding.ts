import type { FailureCode } from '../failures/failure-list.ts';
import type { PendingReason } from '../failures/pending-reasons.ts';
import type { StepId } from '../ids.ts';
import type { Treatment } from '../step/step-record.ts';
import type { Need, WantedStep } from '../step/wanted-step.ts';

/** What of a machine is read only by looks that need it. */
export const readParts = ['associations', 'instances'] as const;
export type ReadPart = (typeof readParts)[number];

/** The same of a subscription: each part has its own reader. */
export const subscriptionParts = [
  'defender',
  'ownPlans',
  'vulnerabilityAssessment',
  'autoProvisioning',
  'policies',
  'connectors',
  'resources',
  'locks',
  'roles',
  'workspace',
  'providers',
  'reach',
  'wiring',
] as const;
export type SubscriptionPart = (typeof subscriptionParts)[number];

/** A step that failed: what becomes of it, and when it is due again; never by itself when a person must decide. */
export interface FailedStep {
  readonly stepId: StepId;
  readonly treatment: Treatment;
  /** App time in milliseconds. */
  readonly dueMs: number | undefined;
}

/** Why a service cannot go on now; it keeps back what it would want otherwise. */
export type Obstacle =
  /** Goes on by itself: parked. Detail: what else there is to say, in one line. */
  | ({
      readonly kind: 'waiting';
      readonly reason: PendingReason;
      readonly detail?: string;
      /** Until the next look, in app time; absent: as long as its reason says. */
      readonly seconds?: number;
    } & KeptBack)
  /** Azure is working on it: looked at again soon. */
  | ({ readonly kind: 'provisioning'; readonly what: string; readonly detail?: string } & Besides)
  /** Tried and failed, or refused: what becomes of its step, or else the code's class, decides what follows. */
  | ({
      readonly kind: 'blocked';
      readonly code: FailureCode;
      readonly detail: string;
      /** What a person who accepts it accepts, such as ids, with what follows from it; absent: the detail says it all. */
      readonly about?: readonly string[];
      readonly step?: FailedStep;
      /** Whatever the other services want is pointless on this machine meanwhile, so nothing is written at all. */
      readonly stopsAll?: true;
    } & KeptBack);

interface Besides {
  /** What else stands in the way of this service: each has its own status and due time, and the earliest counts. */
  readonly also?: readonly Obstacle[];
  /** The row counts for how long the machine was on meanwhile. */
  readonly whileOn?: true;
}

interface KeptBack extends Besides {
  /** The writes that will be wanted once this is over: part of the plan, never sent now. */
  readonly keptBack?: readonly WantedStep[];
}

/** What other services build on, that is there already. */
interface Provides {
  readonly provides?: readonly Need[];
}

/** What one service says about one target; `Part`: what of such a target only some looks read. */
export type Finding<Part extends ReadPart | SubscriptionPart = ReadPart> =
  | ({ readonly kind: 'satisfied'; readonly detail?: string } & Provides)
  | ({ readonly kind: 'wanted'; readonly steps: readonly WantedStep[] } & Besides & Provides)
  | Obstacle
  /** This look left out what the service needs; nothing is concluded. */
  | { readonly kind: 'not-read'; readonly needs: Part }
  | { readonly kind: 'unsupported'; readonly reason: string }
  | ({ readonly kind: 'not-applicable'; readonly reason: string } & Provides);

export type AnyFinding = Finding<ReadPart | SubscriptionPart>;
