import type { MachineRecord, TimelineEntry } from '../domain/machine/machine-record.ts';
import { parseMachineId } from '../domain/machine/machine-ref.ts';
import { newRecord } from '../domain/machine/new-record.ts';
import { instanceIdOf } from '../domain/work/work-instance.ts';
import type { WorkRow } from '../domain/work/work-row.ts';
import type { InstanceClient, Versioned } from '../ports.ts';
import { isoAfter, type WorkPorts } from './work-ports.ts';

const code = 'StuckInstance';
const hint =
  'Five instances in a row neither finished a look nor told why. Read the failed requests of assessMachine in Application Insights.';
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
  const text = `Failed (${code}): ${await describe(client, row)}`;
  const at = isoAfter(ports, 0);
  const dueAt = isoAfter(ports, pauseMs);
  const entry: TimelineEntry = { at, what: 'status', text, code };
  const change = { status: 'Failed', code, hint, since: at, nextAttemptAt: dueAt } as const;
  if (!(await saveRecord(ports, row, entry, change))) return 'skipped';
  await ports.store.timeline.append(row.key, [entry]);
  const swap = await ports.store.work.merge(row, { dueAt, leaseUntil: '', starts: startsAfterReport }, due.etag);
  return swap.kind === 'done' ? 'reported' : 'skipped';
}

/** The record's older `latest` entries stay on it: nothing tells here whether they were appended. */
async function saveRecord(
  ports: WorkPorts,
  row: WorkRow,
  entry: TimelineEntry,
  change: Partial<MachineRecord>,
): Promise<boolean> {
  const { machines } = ports.store;
  const stored = await machines.read(row.key);
  if (stored !== undefined) {
    const latest = [...stored.value.latest, entry];
    return (await machines.replace({ ...stored.value, ...change, latest }, stored.etag)).kind === 'done';
  }
  const machine = parseMachineId(row.resourceId);
  if (machine === undefined) return true;
  return (await machines.insert({ ...newRecord(machine, entry.at), ...change, latest: [entry] })) === 'inserted';
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
