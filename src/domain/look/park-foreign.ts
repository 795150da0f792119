import type { TargetRow } from '../work/target-row.ts';
import type { RowDecision } from './row-decision.ts';

const parkMs = 6 * 60 * 60_000;

/**
 * A target, or a spec bound to it, that only another release understands: what its row says stays, and it is parked for
 * six hours. By then that release runs again, or an operator has decided.
 */
export function parkForeign<Row extends TargetRow>(record: Row, nowMs: number): RowDecision<Row> {
  return { record, timeline: [], next: { kind: 'parked', dueAt: new Date(nowMs + parkMs).toISOString() } };
}
