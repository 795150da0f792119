import type { MachineRecord } from '../machine/machine-record.ts';
import type { RowDecision } from './row-decision.ts';

const parkMs = 6 * 60 * 60_000;

/**
 * A machine, or a spec bound to it, that only another release understands: what its row says stays, and it is parked for
 * six hours. By then that release runs again, or an operator has decided.
 */
export function parkForeign(record: MachineRecord, nowMs: number): RowDecision<MachineRecord> {
  return { record, timeline: [], next: { kind: 'parked', dueAt: new Date(nowMs + parkMs).toISOString() } };
}
