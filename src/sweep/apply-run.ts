import { type AnsweredRun, discoverMissing, discoverShown } from '../domain/discovery/discover-subscription.ts';
import { isLookOverdue } from '../domain/discovery/look-again.ts';
import type { ShownSubscription } from '../domain/discovery/shown-subscription.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { Ports } from '../ports/ports.ts';
import { type Found, oweSweptLook, saveFound } from './save-found.ts';

/** One subscription, as a run finds it. */
export interface FoundSubscription {
  /** Lower-case GUID. */
  readonly id: string;
  /** Undefined: it was asked for and is not shown. */
  readonly shown: ShownSubscription | undefined;
  /** Its row when the run began. */
  readonly record: SubscriptionRecord | undefined;
  /** Whether each row was owed a look for what the run asks for; otherwise it is owed one now. */
  readonly isScopeTold: boolean;
}

/** Why a row is owed a look once for each scope that fleet.json names. */
export const scopeChanged = 'the scope of fleet.json changed';

export interface Applied {
  readonly change: Found['kind'];
  /** Its row as it is, where nothing of it is new and it is owed no look: what is around it may be new all the same. */
  readonly settled: SubscriptionRecord | undefined;
}

/** Brings the row of one subscription up to date and owes it a look if something of it is new. */
export async function applyRun(
  ports: Ports,
  run: AnsweredRun,
  { id, shown, record, isScopeTold }: FoundSubscription,
): Promise<Applied> {
  const judge = (row: SubscriptionRecord | undefined) =>
    shown === undefined ? discoverMissing(row, id, run.nowMs) : discoverShown(row, shown, run);
  if (judge(record)?.record !== undefined) {
    const owedFor = isScopeTold ? undefined : scopeChanged;
    return { change: await saveFound(ports, id, judge, owedFor), settled: undefined };
  }
  const why = isScopeTold ? whyOverdue(run, record) : scopeChanged;
  if (why !== undefined) await oweSweptLook(ports, id, why);
  return { change: 'unchanged', settled: why === undefined ? record : undefined };
}

function whyOverdue({ said, nowMs }: AnsweredRun, record: SubscriptionRecord | undefined): string | undefined {
  return record !== undefined && isLookOverdue(said.fleet, record, nowMs) ? 'not looked at for hours' : undefined;
}
