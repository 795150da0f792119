import type { MachineRecord } from '../domain/machine/machine-record.ts';
import type { WorkRow } from '../domain/work/work-row.ts';
import type { Swap, Versioned } from '../ports/store.ts';
import { parkWork, type Release, settleWork } from '../work/work-lease.ts';
import type { WorkPorts } from '../work/work-ports.ts';
import type { LookOutcome } from './run-look.ts';

/**
 * Saves what a look found: the record first, then the timeline, the work row last, so that a crash between two of
 * them leaves a look owed. Everything under If-Match; `again` means that somebody else was faster.
 */
export async function saveLook(
  ports: WorkPorts,
  leased: Versioned<WorkRow>,
  stored: Versioned<MachineRecord> | undefined,
  outcome: LookOutcome,
): Promise<Release> {
  if (outcome.next.kind === 'removed') {
    return (await removeRows(ports, leased, stored)) ? settleWork(ports, leased) : 'again';
  }
  if (!(await saveRecord(ports, stored, outcome))) return 'again';
  // The entries of the look before are named by their content: written again they change nothing, and a crash
  // between its record and its timeline has lost none.
  if (outcome.timeline.length > 0) {
    const before = stored?.value.latest ?? [];
    await ports.store.timeline.append(leased.value.key, [...before, ...outcome.timeline]);
  }
  if (outcome.next.kind === 'parked') return parkWork(ports, leased, outcome.next.dueAt);
  return outcome.next.kind === 'settled' ? settleWork(ports, leased) : 'done';
}

async function saveRecord(
  ports: WorkPorts,
  stored: Versioned<MachineRecord> | undefined,
  { record, timeline }: LookOutcome,
): Promise<boolean> {
  // A look with nothing to tell keeps the entries of the last one that had, until they are known to be appended.
  const latest = timeline.length > 0 ? timeline : (stored?.value.latest ?? []);
  const saved: MachineRecord = { ...record, latest };
  if (stored === undefined) return (await ports.store.machines.insert(saved)) === 'inserted';
  return (await ports.store.machines.replace(saved, stored.etag)).kind === 'done';
}

async function removeRows(
  ports: WorkPorts,
  leased: Versioned<WorkRow>,
  stored: Versioned<MachineRecord> | undefined,
): Promise<boolean> {
  const { key } = leased.value;
  const swap: Swap = stored === undefined ? { kind: 'absent' } : await ports.store.machines.delete(key, stored.etag);
  if (swap.kind === 'conflict') return false;
  await ports.store.timeline.deleteAll(key);
  return true;
}
