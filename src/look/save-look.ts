import type { TargetRow } from '../domain/work/target-row.ts';
import type { WorkRow } from '../domain/work/work-row.ts';
import type { RowTable, Swap, Versioned } from '../ports/store.ts';
import { oweLook } from '../work/request-look.ts';
import type { TargetKind } from '../work/target-kind.ts';
import { parkWork, type Release, settleWork } from '../work/work-lease.ts';
import type { WorkPorts } from '../work/work-ports.ts';
import type { LookAsks, LookOutcome } from './run-look.ts';

/**
 * Saves what a look found: the target's row first, then the timeline, then what it asks for, the work row last, so that
 * a crash between two of them leaves a look owed. Everything under If-Match; `again` means that somebody else was
 * faster. Throws when an ask could not be made: the look stays owed and the next one asks again.
 */
export async function saveLook<Row extends TargetRow>(
  ports: WorkPorts,
  kind: TargetKind<Row>,
  leased: Versioned<WorkRow>,
  stored: Versioned<Row> | undefined,
  outcome: LookOutcome<Row>,
): Promise<Release> {
  const { timeline, next, asks = [] } = outcome;
  const rows = kind.rowsOf(ports.store);
  const { key } = leased.value;
  const isSaved = next.kind === 'removed' ? await removeRow(rows, key, stored) : await saveRow(rows, stored, outcome);
  if (!isSaved) return 'again';
  if (next.kind === 'removed') await ports.store.timeline.deleteAll(key);
  // The entries of the look before are named by their content: written again they change nothing, and a crash
  // between its row and its timeline has lost none.
  else if (timeline.length > 0) {
    await ports.store.timeline.append(key, [...(stored?.value.latest ?? []), ...timeline]);
  }
  await makeAsks(ports, asks);
  if (next.kind === 'act') return 'done';
  return next.kind === 'parked' ? parkWork(ports, leased, next) : settleWork(ports, leased);
}

/** So many are asked at the same time: thousands of machines may wait for their subscription. */
const askedAtOnce = 20;

/** The other target's own look makes its row. */
async function makeAsks(ports: WorkPorts, asks: LookAsks): Promise<void> {
  let batch: Promise<void>[] = [];
  for await (const ask of asks) {
    batch.push(oweLook(ports, ask.kind, ask));
    if (batch.length < askedAtOnce) continue;
    await Promise.all(batch);
    batch = [];
  }
  await Promise.all(batch);
}

async function saveRow<Row extends TargetRow>(
  rows: RowTable<Row>,
  stored: Versioned<Row> | undefined,
  { record, timeline }: LookOutcome<Row>,
): Promise<boolean> {
  // A look with nothing to tell keeps the entries of the last one that had, until they are known to be appended.
  const latest = timeline.length > 0 ? timeline : (stored?.value.latest ?? []);
  const saved: Row = { ...record, latest };
  if (stored === undefined) return (await rows.insert(saved)) === 'inserted';
  return (await rows.replace(saved, stored.etag)).kind === 'done';
}

async function removeRow<Row extends TargetRow>(
  rows: RowTable<Row>,
  key: Row['key'],
  stored: Versioned<Row> | undefined,
): Promise<boolean> {
  const swap: Swap = stored === undefined ? { kind: 'absent' } : await rows.delete(key, stored.etag);
  return swap.kind !== 'conflict';
}
