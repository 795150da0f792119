import { canonicalJson } from '../canonical-json.ts';
import { sha256Hex } from '../hash.ts';
import type { SpecHash, StepId, TargetKey } from '../ids.ts';
import type { MachineRecord } from '../machine/machine-record.ts';

/** What of a row decides what arming would do. */
export type PlanRow = Pick<
  MachineRecord,
  'key' | 'incarnation' | 'spec' | 'plannedSpec' | 'wouldWrite' | 'acceptances'
>;

/** What of a subscription decides it: only of one of which fleet.json wants something. */
export interface PlannedSubscription {
  readonly key: TargetKey;
  /** In another tenant it is another subscription to all who were asked. */
  readonly tenantId: string | undefined;
  /** The bound spec, else the one that fleet.json would bind. */
  readonly spec: SpecHash;
  readonly steps: readonly StepId[];
}

/**
 * Names the plan that an operator has read. One machine, incarnation, step or spec more, less or other gives another
 * hash; the spec is the bound one, else the one that fleet.json would bind. So does what a person has accepted of a machine,
 * since the look that it asked for may not have been yet; a machine without gives what it gave before there was any. Without
 * subscriptions it is what it was before there were any.
 */
export function planHash(rows: readonly PlanRow[], subscriptions: readonly PlannedSubscription[]): string {
  const machines = [...rows]
    .sort(byKey)
    .map((row) => [
      row.key,
      row.incarnation ?? null,
      row.spec ?? row.plannedSpec ?? null,
      row.wouldWrite.map(({ step }) => step).sort(),
      ...(row.acceptances.length === 0 ? [] : [row.acceptances.map(({ code, hash }) => `${code} ${hash}`).sort()]),
    ]);
  const wanted = [...subscriptions]
    .sort(byKey)
    .map(({ key, tenantId, spec, steps }) => [key, tenantId ?? null, spec, [...steps].sort()]);
  return sha256Hex(canonicalJson([...machines, ...wanted]));
}

function byKey(a: { readonly key: TargetKey }, b: { readonly key: TargetKey }): number {
  return a.key < b.key ? -1 : 1;
}
