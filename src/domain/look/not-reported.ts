import { pendingWaitOf, waitSecondsOf } from '../failures/pending-reasons.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import { concludePending } from './conclude-pending.ts';
import type { LookDecision, LookInput } from './look-input.ts';

/**
 * An Arc machine that Azure knows and that has not sent a heartbeat yet. Its first report brings an event; the looks
 * until then are only there in case that event is lost. It is parked for as long as it has been silent, 1 to 6 hours.
 */
export function concludeNotReported(input: LookInput, record: MachineRecord): LookDecision {
  const { nowMs } = input;
  const { standing } = record;
  const isSilentStill = standing.status === 'Pending' && standing.code === 'NotReported';
  const silentMs = isSilentStill ? nowMs - Date.parse(standing.since) : 0;
  const { seconds, growsToSeconds = seconds } = pendingWaitOf('NotReported');
  const waitMs = Math.min(1_000 * growsToSeconds, Math.max(1_000 * seconds, silentMs));
  return concludePending(input, record, 'NotReported', 'the machine has not reported to Azure yet', nowMs + waitMs);
}

/** An Arc machine whose creation Azure's list of resources does not show yet, so that nobody can say if it is new. */
export function concludeUnknownAge(input: LookInput, record: MachineRecord): LookDecision {
  const dueMs = input.nowMs + 1_000 * waitSecondsOf('Settling');
  return concludePending(input, record, 'Settling', 'Azure does not tell yet when it was created', dueMs);
}

/** An Arc machine that never reported: whatever it waits for, the next event can be that of its first report. */
export function mayReportFirst({ kind, incarnation }: MachineRecord): boolean {
  return kind === 'arc' && incarnation === undefined;
}
