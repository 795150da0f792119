import { changeStatus } from '../machine/change-status.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import type { LookEnd } from '../work/look-end.ts';
import type { RowDecision } from './row-decision.ts';

/** Pauses between the looks at a machine that was never seen and is answered 404, in seconds. */
const unseenWaitsSeconds = [30, 60, 120];

/**
 * A GET answered 404. A machine that was seen before is Gone; one that never was may only not be readable yet
 * (its event overtook it), so it gets three more looks before its rows are removed.
 */
export function decideAbsent(record: MachineRecord, nowMs: number): RowDecision<MachineRecord> {
  const at = new Date(nowMs).toISOString();
  if (record.incarnation === undefined && record.facts === undefined) {
    const waitSeconds = unseenWaitsSeconds[record.unseenCount];
    const counted: MachineRecord = { ...record, unseenCount: record.unseenCount + 1, lastLookAt: at };
    const next: LookEnd = waitSeconds === undefined ? { kind: 'removed' } : { kind: 'act', steps: [], waitSeconds };
    return { record: counted, timeline: [], next };
  }
  const cleared: MachineRecord = {
    ...record,
    lastLookAt: at,
    provisioningSince: undefined,
    wouldWrite: [],
    findings: {},
    acceptances: [],
    lookId: undefined,
  };
  const gone = changeStatus(cleared, { status: 'Gone', detail: 'Azure answered 404' }, nowMs);
  return { ...gone, next: { kind: 'settled' } };
}
