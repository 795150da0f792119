import type { PendingReason } from '../failures/pending-reasons.ts';
import type { StepRow } from '../step/step-record.ts';
import type { TimelineEntry } from './machine-record.ts';
import type { Standing } from './standing.ts';

/** What a look needs of a target's row, whatever its kind, to say how it stands. All times are ISO-8601 UTC text. */
export interface StandingRow extends StepRow {
  readonly standing: Standing;
  /** Newest timeline entries of the last look, kept here so that a crash before the timeline append loses none. */
  readonly latest: readonly TimelineEntry[];
  /** App time of the last look that got an answer about the target. */
  readonly lastLookAt: string | undefined;
  /** Since when it waits for what, if for anything, without a look in between that did not: every wait ends some time. */
  readonly waitingSince: Readonly<Partial<Record<PendingReason, string>>> | undefined;
  /** When the running provisioning was first seen, to find the one that never ends. */
  readonly provisioningSince: string | undefined;
  /** Tries of the look itself that failed (reads refused or unanswered), for the ladder. */
  readonly lookAttempts: number;
  /** While reads fail: when the next is due. No event makes it come sooner. */
  readonly lookRetryAt: string | undefined;
}
