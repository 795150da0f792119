import type { LookId } from '../ids.ts';
import type { TimelineEntry } from '../machine/machine-record.ts';
import type { TargetRef } from '../target/target-ref.ts';

/** The core of a target's row, whatever its kind: what looks rely on while they lease, save and tell. Times are ISO-8601 UTC. */
export interface TargetRow extends TargetRef {
  /** The look that the row is of; a step of another one is refused. */
  readonly lookId: LookId | undefined;
  /** App time of the last look that got an answer about the target. */
  readonly lastLookAt: string | undefined;
  /** Newest timeline entries of the last look, kept here so that a crash before the timeline append loses none. */
  readonly latest: readonly TimelineEntry[];
}
