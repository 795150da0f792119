import {
  type CompleteRun,
  type Discovered,
  discoverMissing,
  discoverShown,
} from '../domain/discovery/discover-subscription.ts';
import type { ShownSubscription } from '../domain/discovery/shown-subscription.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../domain/target/subscription-ref.ts';
import { subscriptionKind } from '../look/target-kinds.ts';
import type { Ports } from '../ports/ports.ts';
import { oweLook } from '../work/request-look.ts';
import { refreshSurroundings } from './refresh-surroundings.ts';

/** One subscription, as a run finds it. */
export interface FoundSubscription {
  /** Lower-case GUID. */
  readonly id: string;
  /** Undefined: it was asked for and is not shown. */
  readonly shown: ShownSubscription | undefined;
  /** Its row when the run began. */
  readonly record: SubscriptionRecord | undefined;
  /** Whether the run before asked for the same; otherwise each row is looked at once more. */
  readonly isSameScope: boolean;
}

const swapTries = 8;

/**
 * Brings the row of one subscription up to date and owes it a look if something of it is new. The look is owed first: a
 * look that begins in between and has not seen the new row meets it when it saves, and looks again.
 */
export async function applyRun(
  ports: Ports,
  run: CompleteRun,
  { id, shown, record, isSameScope }: FoundSubscription,
): Promise<Discovered['kind'] | 'unchanged'> {
  const table = ports.store.subscriptions;
  const target = subscriptionRef(id);
  const owe = (reason: string) => oweLook(ports, subscriptionKind.kind, { target, reason: `sweep: ${reason}` });
  const judge = (row: SubscriptionRecord | undefined) =>
    shown === undefined ? discoverMissing(row, id, run) : discoverShown(row, shown, run);
  if (judge(record)?.record === undefined) {
    const around = await refreshSurroundings(ports, record);
    if (!isSameScope) await owe('the scope of fleet.json changed');
    else if (around !== undefined) await owe(around);
    return 'unchanged';
  }
  for (let attempt = 0; attempt < swapTries; attempt++) {
    const stored = await table.read(target.key);
    const found = judge(stored?.value);
    if (found?.record === undefined) return 'unchanged';
    if (found.kind !== 'unchanged' || !isSameScope) await owe(found.kind);
    const isSaved =
      stored === undefined
        ? (await table.insert(found.record)) === 'inserted'
        : (await table.replace(found.record, stored.etag)).kind === 'done';
    if (isSaved) return found.kind;
  }
  throw new Error(`The row of ${target.resourceId} changed ${swapTries} times while a sweep wrote it.`);
}
