import type { LookId, TargetKey } from '../domain/ids.ts';
import { lookIdSchema } from '../domain/ids.ts';
import type { LookAnswer } from '../domain/work/look-answer.ts';
import { type LookEnd, longestLoopSeconds } from '../domain/work/look-end.ts';
import type { TargetRow } from '../domain/work/target-row.ts';
import type { WorkKind, WorkRow } from '../domain/work/work-row.ts';
import type { Versioned } from '../ports/store.ts';
import type { LookRequest } from '../work/request-look.ts';
import type { TargetKind } from '../work/target-kind.ts';
import { leaseWork, parkWork } from '../work/work-lease.ts';
import { isoAfter, type WorkPorts } from '../work/work-ports.ts';
import { saveLook } from './save-look.ts';

/** What one look starts from. */
export interface LookStart<Row extends TargetRow> {
  readonly row: WorkRow;
  /** The target's row as stored, or a new one. */
  readonly record: Row;
  readonly lookId: LookId;
}

export interface LookOutcome<Row extends TargetRow> {
  readonly record: Row;
  /** What this look has to tell; oldest first. */
  readonly timeline: TargetRow['latest'];
  readonly next: LookEnd;
  /**
   * Looks at other targets that are owed once this row is saved. They follow from what was seen and not from what has
   * changed since the look before: when one is lost, because the process died, the next look asks for it again. Only to
   * wake those who come by themselves anyway one may follow from a change.
   */
  readonly asks?: LookAsks;
}

/** Those that are many are listed only once the row is saved. */
export type LookAsks = readonly LookAsk[] | AsyncIterable<LookAsk>;

export interface LookAsk extends LookRequest {
  readonly kind: WorkKind;
}

/** Reads the target and decides; writes nothing. It may throw: the lease runs out and another look comes. */
export type LookOnce<Row extends TargetRow> = (look: LookStart<Row>) => Promise<LookOutcome<Row>>;

export interface LookCall<Row extends TargetRow> {
  readonly ports: WorkPorts;
  readonly kind: TargetKind<Row>;
  readonly key: TargetKey;
}

const waitAfterConflictSeconds = 30;
const unknownParkMs = 6 * 60 * 60_000;

/**
 * One look at one target, as the activity of its kind runs it: lease, look, save. When somebody asked again or wrote
 * the row meanwhile, it looks once more at once, and then after 30 seconds.
 */
export async function runLook<Row extends TargetRow>(
  call: LookCall<Row>,
  lookOnce: LookOnce<Row>,
): Promise<LookAnswer> {
  const lookId = lookIdSchema.parse(call.ports.newId());
  const answer = (await tryLook(call, lookOnce, lookId)) ?? (await tryLook(call, lookOnce, lookId));
  return answer ?? { kind: 'act', lookId, steps: [], waitSeconds: waitAfterConflictSeconds };
}

/** Undefined: look again. */
async function tryLook<Row extends TargetRow>(
  { ports, kind, key }: LookCall<Row>,
  lookOnce: LookOnce<Row>,
  lookId: LookId,
): Promise<LookAnswer | undefined> {
  const leased = await leaseWork(ports, { kind: kind.kind, key });
  if (leased === undefined) return { kind: 'done', status: 'none' };
  const stored = await kind.rowsOf(ports.store).read(key);
  const record = stored?.value ?? kind.newRow(leased.value.resourceId, isoAfter(ports, 0));
  if (record === undefined) return parkUnknown(ports, leased);
  const outcome = await lookOnce({ row: leased.value, record, lookId });
  if ((await saveLook(ports, kind, leased, stored, outcome)) === 'again') return undefined;
  return toAnswer(kind, outcome, lookId);
}

/** A look that is owed to what only another release knows as a target of this kind: left to that release. */
async function parkUnknown(ports: WorkPorts, leased: Versioned<WorkRow>): Promise<LookAnswer | undefined> {
  const parked = await parkWork(ports, leased, { dueAt: isoAfter(ports, unknownParkMs) });
  return parked === 'again' ? undefined : { kind: 'done', status: 'unknown' };
}

function toAnswer<Row extends TargetRow>(
  kind: TargetKind<Row>,
  { record, next }: LookOutcome<Row>,
  lookId: LookId,
): LookAnswer {
  if (next.kind !== 'act') return { kind: 'done', status: next.kind === 'removed' ? 'removed' : kind.statusOf(record) };
  const waitSeconds = Math.min(longestLoopSeconds, Math.max(1, Math.ceil(next.waitSeconds)));
  return { kind: 'act', lookId, steps: next.steps, waitSeconds };
}
