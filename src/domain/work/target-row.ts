import type { LookId, TargetKey } from '../ids.ts';
import type { TimelineEntry } from '../machine/machine-record.ts';

/** A target as work names it: the row of what is owed carries these three. */
export interface TargetRef {
  readonly key: TargetKey;
  readonly resourceId: string;
  /** Lower-case GUID. */
  readonly subscription: string;
}

/** The core of a target's row, whatever its kind: what looks rely on while they lease, save and tell. Times are ISO-8601 UTC. */
export interface TargetRow extends TargetRef {
  /** The look that the row is of; a step of another one is refused. */
  readonly lookId: LookId | undefined;
  /** App time of the last look that got an answer about the target. */
  readonly lastLookAt: string | undefined;
  /** Newest timeline entries of the last look, kept here so that a crash before the timeline append loses none. */
  readonly latest: readonly TimelineEntry[];
}
