import type { PendingReason } from '../failures/pending-reasons.ts';
import { changeStatus } from '../machine/change-status.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import { concludeOutright } from './conclude-look.ts';
import type { LookDecision, LookInput } from './look-input.ts';

/** Ends a look at a machine of which too little is known to ask any service: it waits until `dueMs` (app time). */
export function concludePending(
  input: LookInput,
  record: MachineRecord,
  reason: PendingReason,
  detail: string,
  dueMs: number,
): LookDecision {
  const dueAt = new Date(dueMs).toISOString();
  const parked = concludeOutright(input, record, 'Excluded', reason, detail, { until: dueAt });
  const waiting = { ...record, findings: {}, wouldWrite: [], waitingSince: undefined, provisioningSince: undefined };
  const said = { status: 'Pending', code: reason, detail, until: dueAt } as const;
  return { ...parked, ...changeStatus(waiting, said, input.nowMs) };
}
