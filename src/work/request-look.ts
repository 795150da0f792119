import { newRecord } from '../domain/machine/new-record.ts';
import type { MachineRef } from '../domain/target/machine-ref.ts';
import type { WorkPatch, WorkRef } from '../ports/store.ts';
import { isoAfter, type WorkPorts } from './work-ports.ts';

export interface LookRequest {
  readonly machine: MachineRef;
  /** Why, for the row: an event's operation, `operator`, ... */
  readonly reason: string;
  /** ISO-8601 UTC; absent for now. A later request never delays an earlier one. */
  readonly dueAt?: string;
}

/**
 * A request for now is written as due a little earlier, so that it is due on every clock. Otherwise requests of a
 * process whose clock is ahead, one after another, would put the look off again and again.
 */
const clockSpreadMs = 2 * 60_000;
/** Conflicts in a row after which something is wrong with the store rather than with luck. */
const mostTries = 20;

/**
 * Makes the machine owe a look: once this has resolved, a look that starts after it will happen.
 * Throws only when the work row could not be written; then the caller's own retry must come again.
 */
export async function requestLook(ports: WorkPorts, request: LookRequest): Promise<void> {
  const { machine, reason, dueAt } = request;
  const ref: WorkRef = { kind: 'machine', key: machine.key };
  const patch = { resourceId: machine.resourceId, subscription: machine.subscription, stamp: ports.newId(), reason };
  if (dueAt === undefined) await ports.store.work.upsert(ref, { ...patch, dueAt: isoAfter(ports, -clockSpreadMs) });
  else await requestLater(ports, ref, patch, dueAt);
  await discover(ports, machine);
}

type RequestPatch = Required<Pick<WorkPatch, 'resourceId' | 'subscription' | 'stamp' | 'reason'>>;

async function requestLater(ports: WorkPorts, ref: WorkRef, patch: RequestPatch, dueAt: string): Promise<void> {
  const { work } = ports.store;
  for (let attempt = 0; attempt < mostTries; attempt++) {
    if ((await work.insert({ ...ref, ...patch, dueAt, leaseUntil: '', starts: 0 })) === 'inserted') return;
    const stored = await work.read(ref);
    if (stored === undefined) continue;
    const earlier = stored.value.dueAt < dueAt ? stored.value.dueAt : dueAt;
    const swap = await work.merge(ref, { ...patch, dueAt: earlier }, stored.etag);
    if (swap.kind === 'done') return;
  }
  throw new Error(`The look at ${patch.resourceId} could not be requested: its work row changed ${mostTries} times.`);
}

/** So that a machine is counted from its first event on. The look makes the row anyway, so a failure is no loss. */
async function discover(ports: WorkPorts, machine: MachineRef): Promise<void> {
  try {
    await ports.store.machines.insert(newRecord(machine, isoAfter(ports, 0)));
  } catch {
    return;
  }
}
