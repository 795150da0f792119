import { changeStatus } from '../domain/machine/change-status.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { newRecord } from '../domain/machine/new-record.ts';
import { parseMachineId } from '../domain/target/machine-ref.ts';
import { instanceIdOf } from '../domain/work/work-instance.ts';
import type { WorkRow } from '../domain/work/work-row.ts';
import type { InstanceClient } from '../ports/instances.ts';
import type { Versioned } from '../ports/store.ts';
import { isoAfter, type WorkPorts } from './work-ports.ts';

const code = 'StuckInstance';
const pauseMs = 60 * 60_000;
/** After the pause two more starts may fail before it is reported again. */
const startsAfterReport = 3;
const mostOutput = 200;

/** Says on the record that no instance gets anywhere with this machine, and gives it an hour. */
export async function reportStuck(
  ports: WorkPorts,
  client: InstanceClient,
  due: Versioned<WorkRow>,
): Promise<'reported' | 'skipped'> {
  const row = due.value;
  const dueAt = isoAfter(ports, pauseMs);
  const rest = { dueAt, leaseUntil: '', starts: startsAfterReport };
  let isSaved: boolean;
  try {
    isSaved = await saveStatus(ports, row, await describe(client, row), dueAt);
  } catch (error) {
    // A record that cannot be read must not be in the way of every tick.
    await ports.store.work.merge(row, rest, due.etag);
    throw error;
  }
  if (!isSaved) return 'skipped';
  const swap = await ports.store.work.merge(row, rest, due.etag);
  return swap.kind === 'done' ? 'reported' : 'skipped';
}

async function saveStatus(ports: WorkPorts, row: WorkRow, detail: string, until: string): Promise<boolean> {
  const { machines, timeline } = ports.store;
  const stored = await machines.read(row.key);
  const before = stored?.value ?? newRecordOf(ports, row);
  // A row that names no machine has nothing to be told on; its hour of rest is all that can be done.
  if (before === undefined) return true;
  const { record, timeline: news } = changeStatus(before, { status: 'Failed', code, detail, until }, ports.clock.now());
  // Whether the older entries were appended is not known here, so they stay.
  const saved: MachineRecord = { ...record, latest: [...before.latest, ...news] };
  const isSaved =
    stored === undefined
      ? (await machines.insert(saved)) === 'inserted'
      : (await machines.replace(saved, stored.etag)).kind === 'done';
  if (isSaved && news.length > 0) await timeline.append(row.key, news);
  return isSaved;
}

function newRecordOf(ports: WorkPorts, row: WorkRow): MachineRecord | undefined {
  const machine = parseMachineId(row.resourceId);
  return machine === undefined ? undefined : newRecord(machine, isoAfter(ports, 0));
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
