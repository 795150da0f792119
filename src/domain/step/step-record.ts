import type { LookId, StepId } from '../ids.ts';
import type { Touched } from '../write/touched.ts';

/** What a failed write becomes: waited out, tried again on the ladder, tried once a day, or left to a person. */
export const treatments = ['wait', 'retry', 'fail', 'hold'] as const;
export type Treatment = (typeof treatments)[number];

/** What was tried so far, for the next try. */
export interface Tries {
  /** Tries that did not bring what was wanted; back to 0 when it is there. */
  readonly attempts: number;
  /** Refusals in a row that were no attempt (busy, throttled), for the growing wait. */
  readonly waits: number;
  /** When the first of those refusals came; a wait of any kind ends some time. */
  readonly waitingSince: string | undefined;
  /** Undefined when nothing is due by itself: it was accepted, or only a person can help. */
  readonly nextAttemptAt: string | undefined;
  /** What was refused or failed within the last day. */
  readonly refusals: readonly RefusalGroup[];
}

export interface StepRecord extends Tries {
  /** The service that wants it; a row may know services of another release. */
  readonly service: string;
  /** What its last write was to change. */
  readonly touches: Touched;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly lookId: LookId;
  /** The last three writes, oldest first. */
  readonly writes: readonly WriteRecord[];
  readonly operationUrl: string | undefined;
  readonly correlationId: string | undefined;
  readonly failure: FailedTry | undefined;
}

/** The target could not be read again for a step, so that nothing was decided about it. */
export interface UnreadTarget extends Tries {
  readonly failure: FailedTry;
}

/** How the last write failed; gone once one is accepted. */
export interface FailedTry {
  readonly code: string;
  readonly detail: string;
  readonly treatment: Treatment;
}

/** Refusals of one kind; `at` in the order they came. */
export interface RefusalGroup {
  readonly code: string;
  /** Azure's words, without the names of the target. */
  readonly text: string;
  readonly at: readonly string[];
}

export interface WriteRecord {
  readonly at: string;
  /** Of the body without forceUpdateTag and protected settings. */
  readonly bodyHash: string;
  /** sent: answer unknown; accepted: Azure works on it; succeeded, failed: terminal. */
  readonly ended: 'sent' | 'accepted' | 'succeeded' | 'failed';
}

export interface OwnedResource {
  readonly stepId: StepId;
  readonly resourceId: string;
  readonly state: 'intent' | 'confirmed';
  readonly lookId: LookId;
  readonly at: string;
}

/** What the life of a step needs of the row of any target. */
export interface StepRow {
  /** The target's ARM id. */
  readonly resourceId: string;
  readonly steps: Readonly<Record<string, StepRecord>>;
  readonly owned: readonly OwnedResource[];
  /** Nothing is read or written before this. */
  readonly notBefore: string | undefined;
  /** Steps whose own reading failed, since one of them could be read. */
  readonly unread: UnreadTarget | undefined;
}
