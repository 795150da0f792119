import { admitStarts, type StartLimits } from '../domain/work/admit-starts.ts';
import type { TargetRow } from '../domain/work/target-row.ts';
import { type WorkRow, workPartitions } from '../domain/work/work-row.ts';
import type { InstanceClient } from '../ports/instances.ts';
import type { Versioned } from '../ports/store.ts';
import { reportStuck } from './report-stuck.ts';
import { startDue } from './start-due.ts';
import type { TargetKind } from './target-kind.ts';
import { isoAfter, type WorkPorts } from './work-ports.ts';

/** What one process remembers of one kind between its ticks. */
export interface TickMemory {
  /** The partition that comes first in the next tick, 0 to 15. */
  firstPartition: number;
  /** The starts of the last minute, oldest first; app time in milliseconds. */
  started: readonly { readonly atMs: number; readonly row: WorkRow }[];
}

export interface TickReport {
  readonly due: number;
  readonly leased: number;
  readonly started: number;
  /** Due, and kept waiting by the limits. */
  readonly notAdmitted: number;
  readonly stuck: number;
}

const startsWhenStuck = 5;

/** After so many errors it is the store that is ill, and not a row. */
const mostErrors = 5;

/**
 * Starts an instance for every due row of one kind that nobody has leased, as far as the limits admit. Safe at any time,
 * in several processes at once and with clocks that differ: the row's ETag lets one of them win.
 * A row that cannot be handled does not keep the rows behind it waiting: it throws the first error at the end.
 */
export async function tick<Row extends TargetRow>(
  ports: WorkPorts,
  client: InstanceClient,
  kind: TargetKind<Row>,
  limits: StartLimits,
  memory: TickMemory,
): Promise<TickReport> {
  const due = await listDue(ports, kind, memory);
  const nowIso = isoAfter(ports, 0);
  const leased = due.filter(({ value }) => value.leaseUntil > nowIso);
  const admission = admitStarts(limits, {
    leased: leased.map(({ value }) => value),
    lastMinute: lastMinute(ports, memory),
  });
  const counts = { due: due.length, leased: leased.length, started: 0, notAdmitted: 0, stuck: 0 };
  const errors: unknown[] = [];
  for (const row of manyFirst(due.filter(({ value }) => value.leaseUntil <= nowIso))) {
    if (errors.length >= mostErrors) break;
    if (row.value.starts >= startsWhenStuck) {
      const outcome = await attempt(reportStuck(ports, client, kind, row), errors);
      if (outcome === 'reported') counts.stuck += 1;
      continue;
    }
    if (admission.limitOf(row.value) !== undefined) {
      if (standsForMany(row)) admission.keepRoomFor(row.value);
      counts.notAdmitted += 1;
      continue;
    }
    if ((await attempt(startDue(ports, client, kind, row), errors)) !== true) continue;
    memory.started = [...memory.started, { atMs: ports.clock.now(), row: row.value }];
    admission.add(row.value);
    counts.started += 1;
  }
  if (errors.length > 0) throw errors[0];
  return counts;
}

/** Undefined when it failed; the error is kept. */
async function attempt<T>(work: Promise<T>, errors: unknown[]): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    errors.push(error);
    return undefined;
  }
}

/** The partitions, each tick beginning with the next one so that none always comes last; in each the oldest first. */
async function listDue<Row extends TargetRow>(
  ports: WorkPorts,
  { kind }: TargetKind<Row>,
  memory: TickMemory,
): Promise<readonly Versioned<WorkRow>[]> {
  const first = memory.firstPartition;
  const all = workPartitions(kind);
  memory.firstPartition = (first + 1) % all.length;
  const nowIso = isoAfter(ports, 0);
  const partitions = [...all.slice(first), ...all.slice(0, first)];
  const lists = await Promise.all(partitions.map((partition) => ports.store.work.listDue(partition, nowIso)));
  return lists.flatMap((list) => [...list].sort(byDueAt));
}

function lastMinute(ports: WorkPorts, memory: TickMemory): readonly WorkRow[] {
  const nowMs = ports.clock.now();
  memory.started = memory.started.filter(({ atMs }) => nowMs - atMs < 60_000);
  return memory.started.map(({ row }) => row);
}

/** What stands for many machines finds room only before the others, which would take each place that gets free. */
function manyFirst(rows: readonly Versioned<WorkRow>[]): readonly Versioned<WorkRow>[] {
  const many = rows.filter(standsForMany);
  return [...many.sort(byDueAt), ...rows.filter((row) => !standsForMany(row))];
}

function standsForMany({ value }: Versioned<WorkRow>): boolean {
  return (value.load ?? 1) > 1;
}

function byDueAt(a: Versioned<WorkRow>, b: Versioned<WorkRow>): number {
  return a.value.dueAt < b.value.dueAt ? -1 : Number(a.value.dueAt > b.value.dueAt);
}
