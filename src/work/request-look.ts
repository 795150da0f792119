import type { TargetRef } from '../domain/target/target-ref.ts';
import type { TargetRow } from '../domain/work/target-row.ts';
import type { WorkKind } from '../domain/work/work-row.ts';
import type { WorkPatch, WorkRef } from '../ports/store.ts';
import type { TargetKind } from './target-kind.ts';
import { isoAfter, type WorkPorts } from './work-ports.ts';

export interface LookRequest {
  readonly target: TargetRef;
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
 * Makes the target owe a look: once this has resolved, a look will happen that starts after it. Throws only when the
 * work row could not be written; then the caller has to ask again.
 */
export async function requestLook<Row extends TargetRow>(
  ports: WorkPorts,
  kind: TargetKind<Row>,
  request: LookRequest,
): Promise<void> {
  await oweLook(ports, kind.kind, request);
  await discover(ports, kind, request.target);
}

/** Makes the target owe a look, and no more; throws when the work row could not be written. */
export async function oweLook(ports: WorkPorts, kind: WorkKind, request: LookRequest): Promise<void> {
  const { target, reason, dueAt } = request;
  const ref: WorkRef = { kind, key: target.key };
  const patch = { resourceId: target.resourceId, subscription: target.subscription, stamp: ports.newId(), reason };
  if (dueAt === undefined) await ports.store.work.upsert(ref, { ...patch, dueAt: isoAfter(ports, -clockSpreadMs) });
  else await oweLater(ports, ref, patch, dueAt);
}

type RequestPatch = Required<Omit<WorkPatch, 'dueAt' | 'leaseUntil' | 'starts' | 'load'>>;

async function oweLater(ports: WorkPorts, ref: WorkRef, patch: RequestPatch, dueAt: string): Promise<void> {
  const { work } = ports.store;
  for (let attempt = 0; attempt < mostTries; attempt++) {
    if ((await work.insert({ ...ref, ...patch, dueAt, leaseUntil: '', starts: 0 })) === 'inserted') return;
    const stored = await work.read(ref);
    if (stored === undefined) continue;
    // Owed early enough, and nobody looks yet: that look starts after this request.
    if (stored.value.leaseUntil === '' && stored.value.dueAt <= dueAt) return;
    const earlier = stored.value.dueAt < dueAt ? stored.value.dueAt : dueAt;
    const swap = await work.merge(ref, { ...patch, dueAt: earlier }, stored.etag);
    if (swap.kind === 'done') return;
  }
  throw new Error(`The look at ${patch.resourceId} could not be requested: its work row changed ${mostTries} times.`);
}

/** So that a target is counted from its first event on. The look makes the row anyway, so a failure is no loss. */
async function discover<Row extends TargetRow>(
  ports: WorkPorts,
  kind: TargetKind<Row>,
  target: TargetRef,
): Promise<void> {
  const row = kind.newRow(target.resourceId, isoAfter(ports, 0));
  if (row === undefined) return;
  try {
    await kind.rowsOf(ports.store).insert(row);
  } catch {
    return;
  }
}
