import type { LookId, StepId, TargetKey } from '../domain/ids.ts';
import { lookIdSchema } from '../domain/ids.ts';
import type { MachineRecord, TimelineEntry } from '../domain/machine/machine-record.ts';
import { newRecord } from '../domain/machine/new-record.ts';
import { parseMachineId } from '../domain/target/machine-ref.ts';
import type { LookAnswer } from '../domain/work/look-answer.ts';
import type { WorkRow } from '../domain/work/work-row.ts';
import { leaseWork } from '../work/work-lease.ts';
import { isoAfter, type WorkPorts } from '../work/work-ports.ts';
import { saveLook } from './save-look.ts';

/** What one look starts from. */
export interface LookStart<Results> {
  readonly row: WorkRow;
  /** As stored, or a new one. */
  readonly record: MachineRecord;
  readonly lookId: LookId;
  /** Of the steps that ran since the last look. */
  readonly results: Results;
}

export interface LookOutcome {
  readonly record: MachineRecord;
  /** What this look has to tell; oldest first. */
  readonly timeline: readonly TimelineEntry[];
  readonly next: LookEnd;
}

export type LookEnd =
  | { readonly kind: 'act'; readonly steps: readonly StepId[]; readonly waitSeconds: number }
  | { readonly kind: 'parked'; readonly dueAt: string }
  | { readonly kind: 'settled' }
  /** The machine never was; its rows go. */
  | { readonly kind: 'removed' };

/** Reads the machine and decides; writes nothing. It may throw: the lease runs out and another look comes. */
export type LookOnce<Results> = (look: LookStart<Results>) => Promise<LookOutcome>;

export interface LookCall<Results> {
  readonly ports: WorkPorts;
  readonly machineId: TargetKey;
  readonly results: Results;
}

const longestLoopSeconds = 120;
const waitAfterConflictSeconds = 30;

/**
 * One look at one machine, as the activity `assessMachine` runs it: lease, look, save. When somebody asked again or
 * wrote the record meanwhile, it looks once more at once, and then after 30 seconds.
 */
export async function runLook<Results>(call: LookCall<Results>, lookOnce: LookOnce<Results>): Promise<LookAnswer> {
  const lookId = lookIdSchema.parse(call.ports.newId());
  const answer = (await tryLook(call, lookOnce, lookId)) ?? (await tryLook(call, lookOnce, lookId));
  return answer ?? { kind: 'act', lookId, steps: [], waitSeconds: waitAfterConflictSeconds };
}

/** Undefined: look again. */
async function tryLook<Results>(
  { ports, machineId, results }: LookCall<Results>,
  lookOnce: LookOnce<Results>,
  lookId: LookId,
): Promise<LookAnswer | undefined> {
  const leased = await leaseWork(ports, { kind: 'machine', key: machineId });
  if (leased === undefined) return { kind: 'done', status: 'none' };
  const stored = await ports.store.machines.read(machineId);
  const record = stored?.value ?? recordOf(ports, leased.value);
  const outcome = await lookOnce({ row: leased.value, record, lookId, results });
  if ((await saveLook(ports, leased, stored, outcome)) === 'again') return undefined;
  return toAnswer(outcome, lookId);
}

function recordOf(ports: WorkPorts, row: WorkRow): MachineRecord {
  const machine = parseMachineId(row.resourceId);
  if (machine === undefined) {
    throw new Error(`The work row of machine ${row.key} names no machine: "${row.resourceId}". Delete that row.`);
  }
  return newRecord(machine, isoAfter(ports, 0));
}

function toAnswer({ record, next }: LookOutcome, lookId: LookId): LookAnswer {
  if (next.kind !== 'act')
    return { kind: 'done', status: next.kind === 'removed' ? 'removed' : record.standing.status };
  const waitSeconds = Math.min(longestLoopSeconds, Math.max(1, Math.ceil(next.waitSeconds)));
  return { kind: 'act', lookId, steps: next.steps, waitSeconds };
}
