import { type CompleteRun, discoverMissing, discoverShown } from '../domain/discovery/discover-subscription.ts';
import { isLookOverdue } from '../domain/discovery/look-again.ts';
import type { ShownSubscription } from '../domain/discovery/shown-subscription.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { Ports } from '../ports/ports.ts';
import { hasNewSurroundings } from './has-new-surroundings.ts';
import { type Found, oweSweptLook, saveFound } from './save-found.ts';

/** One subscription, as a complete run finds it. */
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

/** Brings the row of one subscription up to date and owes it a look if something of it, or around it, is new. */
export async function applyRun(
  ports: Ports,
  run: CompleteRun,
  { id, shown, record, isSameScope }: FoundSubscription,
): Promise<Found['kind']> {
  const judge = (row: SubscriptionRecord | undefined) =>
    shown === undefined ? discoverMissing(row, id, run.nowMs) : discoverShown(row, shown, run);
  if (judge(record)?.record !== undefined) return await saveFound(ports, id, judge, !isSameScope);
  if (!isSameScope) await oweSweptLook(ports, id, 'the scope of fleet.json changed');
  else if (record !== undefined && isLookOverdue(run.said.fleet, record, run.nowMs))
    await oweSweptLook(ports, id, 'not looked at for hours');
  else if (await hasNewSurroundings(ports, record)) await oweSweptLook(ports, id, 'its policies or connectors changed');
  return 'unchanged';
}
