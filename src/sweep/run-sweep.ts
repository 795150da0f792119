import { sweepScopeHash, sweepScopeOf } from '../domain/discovery/sweep-scope.ts';
import { beginSweep, completeSweep, failSweep, noSweepYet, type SweepState } from '../domain/discovery/sweep-state.ts';
import type { Ports } from '../ports/ports.ts';
import { type Swept, sweepSubscriptions } from './sweep-subscriptions.ts';

export type SweepReport =
  | Exclude<Swept, { kind: 'complete' }>
  | {
      readonly kind: 'complete';
      readonly counts: SweepState['counts'];
      /** Why Defender's assessments could not be read. */
      readonly unread?: string;
    }
  /** Another process does it, or has just done it. */
  | { readonly kind: 'skipped' };

/**
 * One run over the subscriptions, unless one is going on or has just ended; its state says how it went. Two runs at once
 * do no harm, one is enough. Throws when the store fails.
 */
export async function runSweep(ports: Ports): Promise<SweepReport> {
  const stored = await ports.store.sweeps.read('subscriptions');
  const before = stored?.value ?? noSweepYet('subscriptions');
  const scopeHash = sweepScopeHash(sweepScopeOf(ports.fleet));
  const { clock, settings } = ports;
  const begun = beginSweep(before, { scopeHash, nowMs: clock.now(), intervalMs: settings.sweepMinutes * 60_000 });
  if (begun === undefined || !(await ports.store.sweeps.swap(begun, stored?.etag))) return { kind: 'skipped' };
  try {
    const swept = await sweepSubscriptions(ports, before);
    if (swept.kind === 'incomplete') {
      await endSweep(ports, begun, (state) => failSweep(state, swept.why, ports.clock.now(), swept.scopeHash));
      return swept;
    }
    const { unread, ...ended } = swept;
    await endSweep(ports, begun, (state) => completeSweep(state, { ...ended, nowMs: ports.clock.now() }));
    return { kind: 'complete', counts: swept.counts, ...(unread === undefined ? {} : { unread }) };
  } catch (error) {
    const why = `it was ended by an error: ${error instanceof Error ? error.message : String(error)}`;
    await endSweep(ports, begun, (state) => failSweep(state, why, ports.clock.now()));
    throw error;
  }
}

/** A run that took too long may have been overtaken: then the other one tells how it went. */
async function endSweep({ store }: Ports, begun: SweepState, end: (state: SweepState) => SweepState): Promise<void> {
  const stored = await store.sweeps.read(begun.kind);
  if (stored === undefined || stored.value.startedAt !== begun.startedAt) return;
  await store.sweeps.swap(end(stored.value), stored.etag);
}
