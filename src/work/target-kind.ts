import type { FleetFile } from '../domain/fleet/fleet-schema.ts';
import type { StartLimits } from '../domain/work/admit-starts.ts';
import type { TargetNames } from '../domain/work/target-names.ts';
import type { TargetRow } from '../domain/work/target-row.ts';
import type { RowTable, StorePort } from '../ports/store.ts';

/**
 * All that the work protocol knows of one kind of target. A list of several kinds knows their rows by the core alone,
 * so a row must only be given back to the kind that it came from.
 */
export interface TargetKind<Row extends TargetRow> extends TargetNames {
  /** How many looks at targets of this kind may run at once; kinds do not count against each other. */
  limitsOf(fleet: FleetFile): StartLimits;
  rowsOf(store: StorePort): RowTable<Row>;
  /** The row of a target that was heard of and not yet looked at; undefined for an id of no such target. */
  newRow(resourceId: string, nowIso: string): Row | undefined;
  /** Where the target stands, in one word, for whoever reads the output of its instance. */
  statusOf(row: Row): string;
  /** Says on the row that no instance gets anywhere with this target. */
  tellStuck(row: Row, stuck: Stuck): Told<Row>;
}

export interface Stuck {
  readonly code: string;
  readonly detail: string;
  /** ISO-8601 UTC: when it is tried again. */
  readonly until: string;
  /** App time, milliseconds. */
  readonly nowMs: number;
}

/** A row and what is new about it, oldest first. */
export interface Told<Row extends TargetRow> {
  readonly row: Row;
  readonly timeline: TargetRow['latest'];
}
