import type { AnsweredRun } from '../domain/discovery/discover-subscription.ts';
import { sweepScopeHash, sweepScopeOf } from '../domain/discovery/sweep-scope.ts';
import { type EndedSweep, knownOfScope, type SweepState, scopeTold } from '../domain/discovery/sweep-state.ts';
import { isForbidden } from '../domain/failures/is-forbidden.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../domain/target/subscription-ref.ts';
import type { DeniedGroup, ShownSubscriptions } from '../ports/inventory.ts';
import type { Ports } from '../ports/ports.ts';
import { applyRefusal } from './apply-refusal.ts';
import { applyRun, scopeChanged } from './apply-run.ts';
import { compareSurroundings } from './compare-surroundings.ts';
import { describeDenied, describeGap } from './describe-gap.ts';
import { refreshAssessments } from './refresh-assessments.ts';
import { requestMachineLooks } from './request-machine-looks.ts';
import { oweSweptLook } from './save-found.ts';

/** How a run over all subscriptions ended. */
export type Swept =
  | ({ readonly kind: 'complete'; readonly unread: string | undefined } & Omit<EndedSweep, 'nowMs'>)
  /**
   * Not everything was told: no row was changed, but for those that Azure refuses one by one as well. Where only management
   * groups were not answered, all others were gone through, and what is new is left to a complete run. Every row was owed a look for this
   * scope, by whatever run.
   */
  | { readonly kind: 'incomplete'; readonly why: string; readonly scopeHash: string };

/**
 * Reads all subscriptions that the file names or that lie below its management groups, and then brings their rows up to
 * date: those that are new or have changed are looked at. Rows that are there already are asked for too, so that one
 * which left a group is told apart from one that vanished. Safe to run twice and to be ended anywhere: a run that comes
 * after it does the rest. Throws when the store fails.
 */
export async function sweepSubscriptions(ports: Ports, before: SweepState): Promise<Swept> {
  const { store, fleet } = ports;
  const scope = sweepScopeOf(fleet);
  const scopeHash = sweepScopeHash(scope);
  const { records, unreadable } = await store.subscriptions.listAll();
  const rows = new Map(records.map((record) => [record.subscription, record]));
  const subscriptions = [...new Set([...scope.subscriptions, ...rows.keys()])];
  const nowMs = ports.clock.now();
  const answer = await ports.azure.listSubscriptions({ ...scope, subscriptions });
  const isScopeTold = scopeTold(before) === scopeHash;
  if (answer.kind === 'incomplete') {
    if (answer.gap.reason === 'failed' && isForbidden(answer.gap.failure)) await applyRefusal(ports, records);
    // What the file says is known without an answer, and one may never come.
    if (!isScopeTold) for (const row of records) await oweSweptLook(ports, row.subscription, scopeChanged);
    // What looks found is owed to machines whatever this run was told.
    await requestMachineLooks(ports);
    return { kind: 'incomplete', why: whyIncomplete(answer), scopeHash };
  }
  const [arms, freezes] = await Promise.all([store.controls.list('arm'), store.controls.list('freeze')]);
  const run: AnsweredRun = {
    nowMs,
    known: knownOfScope(before, scopeHash),
    isPartial: answer.denied !== undefined,
    said: { fleet, controls: [...arms, ...freezes] },
  };
  const damaged: ReadonlySet<string> = new Set(unreadable.map(({ key }) => key));
  const shown = new Map(answer.rows.map((row) => [row.subscription, row]));
  const counts = {
    shown: shown.size,
    inserted: 0,
    changed: 0,
    missing: 0,
    unchanged: 0,
    unreadable: unreadable.length,
  };
  const settled: SubscriptionRecord[] = [];
  for (const id of new Set([...subscriptions, ...shown.keys()])) {
    // What its row holds nobody knows: it is told of in the status, and left alone.
    if (damaged.has(subscriptionRef(id).key)) continue;
    const applied = await applyRun(ports, run, { id, shown: shown.get(id), record: rows.get(id), isScopeTold });
    counts[applied.change] += 1;
    if (applied.settled !== undefined) settled.push(applied.settled);
  }
  const unread = await refreshAssessments(ports, [...shown.keys()]);
  await requestMachineLooks(ports);
  // Last, since it takes longest: a run that is ended here has made every row.
  await compareSurroundings(ports, settled);
  if (answer.denied !== undefined)
    return { kind: 'incomplete', why: [whyPartial(answer.denied), unread].filter(Boolean).join('; '), scopeHash };
  return { kind: 'complete', scopeHash, shown: [...shown.keys()], counts, unread };
}

function whyIncomplete({ gap, denied }: Extract<ShownSubscriptions, { kind: 'incomplete' }>): string {
  return denied === undefined ? describeGap(gap) : `${describeGap(gap)}; ${describeDenied(denied)}`;
}

function whyPartial(denied: readonly DeniedGroup[]): string {
  return `${describeDenied(denied)}. Everything else was gone through, but whether what is shown first is new is left to the first run that is told all`;
}
