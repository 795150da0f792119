import type { TimelineEntry } from '../machine/machine-record.ts';
import type { LookEnd } from '../work/look-end.ts';

/** How a look ends without steps: what the row becomes, what there is to tell, and what comes next. */
export interface RowDecision<Row> {
  readonly record: Row;
  readonly timeline: readonly TimelineEntry[];
  readonly next: LookEnd;
}
