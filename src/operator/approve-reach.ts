import type { TargetKey } from '../domain/ids.ts';
import { type ApproveOutcome, type ApproveRequest, approveReach } from '../domain/reach/approve-reach.ts';
import { subscriptionKind } from '../look/target-kinds.ts';
import type { Ports } from '../ports/ports.ts';
import { requestLook } from '../work/request-look.ts';
import { type ReachList, readReachList } from './read-reach-list.ts';

export type ReachApproval = ApproveOutcome | Exclude<ReachList, { kind: 'list' }> | { readonly kind: 'unknown' };

const swapTries = 8;
/** Entries on the record itself; the timeline has them all. */
const mostCarried = 10;

/**
 * A person lets a list through, which is read anew first: only the one that is true now can be approved. The subscription
 * is looked at then. Throws when the store fails, or when others are always faster.
 */
export async function approveReachOf(ports: Ports, key: TargetKey, request: ApproveRequest): Promise<ReachApproval> {
  const before = await ports.store.subscriptions.read(key);
  if (before === undefined) return { kind: 'unknown' };
  const list = await readReachList(ports, before.value);
  if (list.kind !== 'list') return list;
  for (let attempt = 0; attempt < swapTries; attempt++) {
    const stored = await ports.store.subscriptions.read(key);
    if (stored === undefined) return { kind: 'unknown' };
    const outcome = approveReach(stored.value, list.reach, request, ports.clock.now());
    if (outcome.kind !== 'approved') return outcome;
    const { record, entry } = outcome;
    const latest = [...record.latest, entry].slice(-mostCarried);
    const saved = await ports.store.subscriptions.replace({ ...record, latest }, stored.etag);
    if (saved.kind !== 'done') continue;
    // The record carries the entry too, so nothing is lost when this fails.
    await ports.store.timeline.append(key, [entry]).catch(() => undefined);
    await requestLook(ports, subscriptionKind, { target: record, reason: `reach approved by ${request.by}` });
    return outcome;
  }
  throw new Error(`The row of subscription ${key} changed ${swapTries} times while it was to be changed; try again.`);
}
