import { inputOf, instanceIdOf, type TargetNames } from '../domain/work/target-names.ts';
import type { WorkRow } from '../domain/work/work-row.ts';
import type { InstanceClient } from '../ports/instances.ts';
import type { Versioned } from '../ports/store.ts';
import { isoAfter, type WorkPorts } from './work-ports.ts';

const firstLeaseMs = 5 * 60_000;
/** The lease after a refused start: the instance that is there ends soon, or is judged again. */
const shortLeaseMs = 60_000;
/** Longer than any activity or timer of an instance takes: what was not touched for so long does not live. */
const untouchedMs = 15 * 60_000;

/**
 * Leases a due row and starts its instance; every start that led nowhere doubles the next lease, up to 80 minutes.
 * False when another process was faster.
 */
export async function startDue(
  ports: WorkPorts,
  client: InstanceClient,
  names: TargetNames,
  due: Versioned<WorkRow>,
): Promise<boolean> {
  const { starts } = due.value;
  const leaseUntil = isoAfter(ports, firstLeaseMs * 2 ** Math.min(starts, 4));
  const swap = await ports.store.work.merge(due.value, { leaseUntil, starts: starts + 1 }, due.etag);
  if (swap.kind !== 'done') return false;
  const instanceId = instanceIdOf(names.kind, due.value.key);
  try {
    await client.start(names.orchestrator, instanceId, inputOf(names, due.value.key));
  } catch {
    await judgeRefusedStart(ports, client, { value: due.value, etag: swap.etag }, instanceId);
  }
  return true;
}

/**
 * A start is refused while the instance is pending or running. Such an instance is about to end, or an activity of it
 * has outlived the lease: this was no start then, and the row is looked at again in a minute. An instance that nothing
 * has touched for 15 minutes is ended, and this counts as a start.
 */
async function judgeRefusedStart(
  ports: WorkPorts,
  client: InstanceClient,
  leased: Versioned<WorkRow>,
  instanceId: string,
): Promise<void> {
  const { starts } = leased.value;
  const leaseUntil = isoAfter(ports, shortLeaseMs);
  try {
    const status = await client.status(instanceId);
    if (status === undefined || !isAlive(status.runtimeStatus)) return;
    const isUntouched = ports.clock.now() - Date.parse(status.lastUpdatedAt) > untouchedMs;
    if (isUntouched) await client.terminate(instanceId, 'not touched for 15 minutes');
    await ports.store.work.merge(leased.value, { leaseUntil, starts: isUntouched ? starts + 1 : starts }, leased.etag);
  } catch {
    // The lease taken before the start stands and runs out by itself.
    return;
  }
}

function isAlive(runtimeStatus: string): boolean {
  return runtimeStatus === 'Pending' || runtimeStatus === 'Running';
}
