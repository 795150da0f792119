import { instanceIdOf } from '../domain/work/target-names.ts';
import type { TargetRow } from '../domain/work/target-row.ts';
import type { WorkRow } from '../domain/work/work-row.ts';
import type { InstanceClient } from '../ports/instances.ts';
import type { Versioned } from '../ports/store.ts';
import type { Stuck, TargetKind } from './target-kind.ts';
import { isoAfter, type WorkPorts } from './work-ports.ts';

const code = 'StuckInstance';
const pauseMs = 60 * 60_000;
/** After the pause two more starts may fail before it is reported again. */
const startsAfterReport = 3;
const mostOutput = 200;

/** Says on the target's row that no instance gets anywhere with it, and gives it an hour. */
export async function reportStuck<Row extends TargetRow>(
  ports: WorkPorts,
  client: InstanceClient,
  kind: TargetKind<Row>,
  due: Versioned<WorkRow>,
): Promise<'reported' | 'skipped'> {
  const row = due.value;
  const dueAt = isoAfter(ports, pauseMs);
  const rest = { dueAt, leaseUntil: '', starts: startsAfterReport };
  let isSaved: boolean;
  try {
    const detail = await describe(client, row);
    isSaved = await tell(ports, kind, row, { code, detail, until: dueAt, nowMs: ports.clock.now() });
  } catch (error) {
    // A row that cannot be read must not be in the way of every tick.
    await ports.store.work.merge(row, rest, due.etag);
    throw error;
  }
  if (!isSaved) return 'skipped';
  const swap = await ports.store.work.merge(row, rest, due.etag);
  return swap.kind === 'done' ? 'reported' : 'skipped';
}

async function tell<Row extends TargetRow>(
  ports: WorkPorts,
  kind: TargetKind<Row>,
  { key, resourceId }: WorkRow,
  stuck: Stuck,
): Promise<boolean> {
  const rows = kind.rowsOf(ports.store);
  const stored = await rows.read(key);
  const before = stored?.value ?? kind.newRow(resourceId, isoAfter(ports, 0));
  // What is owed to an id that names no target can be told nowhere; its hour of rest is all that can be done.
  if (before === undefined) return true;
  const { row, timeline } = kind.tellStuck(before, stuck);
  // Whether the older entries were appended is not known here, so they stay.
  const saved: Row = { ...row, latest: [...before.latest, ...timeline] };
  const isSaved =
    stored === undefined
      ? (await rows.insert(saved)) === 'inserted'
      : (await rows.replace(saved, stored.etag)).kind === 'done';
  if (isSaved && timeline.length > 0) await ports.store.timeline.append(key, timeline);
  return isSaved;
}

async function describe(client: InstanceClient, row: WorkRow): Promise<string> {
  const id = instanceIdOf(row.kind, row.key);
  try {
    const status = await client.status(id);
    if (status === undefined) return `there is no instance ${id}`;
    return status.output.slice(0, mostOutput) || `instance ${id} is ${status.runtimeStatus}`;
  } catch {
    return `the state of instance ${id} could not be read`;
  }
}
