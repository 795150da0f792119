import type { LookId, StepId } from '../ids.ts';

export interface StepRecord {
  /** Tries that did not bring what was wanted; back to 0 when the service is satisfied. */
  readonly attempts: number;
  /** Refusals in a row that were no attempt (busy, throttled), for the growing wait. */
  readonly waits: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly nextAttemptAt: string | undefined;
  readonly lookId: LookId;
  /** The last three writes, oldest first. */
  readonly writes: readonly WriteRecord[];
  readonly operationUrl: string | undefined;
  readonly correlationId: string | undefined;
  readonly failure: { readonly code: string; readonly detail: string } | undefined;
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
