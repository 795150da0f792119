import { waitSecondsOf } from '../failures/pending-reasons.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import { describeUnplaced } from '../subscription/describe-unplaced.ts';
import { concludeOutright } from './conclude-look.ts';
import { concludePending } from './conclude-pending.ts';
import { concludeRowOutright } from './conclude-row.ts';
import type { LookDecision, LookInput } from './look-input.ts';
import type { RowDecision } from './row-decision.ts';

/** Nobody can say yet what is wanted of it. The sweep that places its subscription asks for looks at its machines. */
export function concludeUnplaced(input: LookInput, record: MachineRecord): LookDecision {
  return waitForSweep(input, record, describeUnplaced(input.host.record?.discovery));
}

/**
 * A machine that nothing is asked of, whatever it lacks, because of its subscription; undefined for every other. One that
 * takes no writes says nothing of machines that lack nothing.
 */
export function concludeTrouble(input: LookInput, record: MachineRecord): LookDecision | undefined {
  const { hostTrouble } = input;
  switch (hostTrouble?.kind) {
    // In another tenant nothing that we know of it holds, until a person has decided.
    case 'moved':
      return concludeOutright(input, record, 'Held', 'SubscriptionChangedTenant', toldOf(hostTrouble.detail));
    case 'offer':
      return concludeOutright(input, record, 'Unsupported', 'Offer', toldOf(hostTrouble.detail));
    case 'unread':
      return waitForSweep(input, record, hostTrouble.detail);
    default:
      return undefined;
  }
}

function waitForSweep(input: LookInput, record: MachineRecord, detail: string): LookDecision {
  const { heldUp } = input.host;
  const told = heldUp === undefined ? detail : `${detail}; ${heldUp}`;
  return concludePending(input, record, 'SubscriptionNotReady', told, dueAfter(input, 'SubscriptionNotReady'));
}

/** The same as of one in another tenant, of a machine that was not read. */
export function holdMovedMachine(record: MachineRecord, detail: string, nowMs: number): RowDecision<MachineRecord> {
  const said = { status: 'Held', code: 'SubscriptionChangedTenant', detail: toldOf(detail) } as const;
  return concludeRowOutright(record, said, new Map(), nowMs);
}

function toldOf(detail: string): string {
  return `its subscription: ${detail}`;
}

/** Azure would refuse the steps that it lacks; one that lacks nothing stays what it is. */
export function concludeNotWritable(input: LookInput, record: MachineRecord, detail: string): LookDecision {
  return concludePending(input, record, 'SubscriptionNotWritable', detail, dueAfter(input, 'SubscriptionNotWritable'));
}

function dueAfter({ nowMs }: LookInput, reason: 'SubscriptionNotReady' | 'SubscriptionNotWritable'): number {
  return nowMs + 1_000 * waitSecondsOf(reason);
}
