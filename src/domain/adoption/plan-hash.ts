import { canonicalJson } from '../canonical-json.ts';
import { sha256Hex } from '../hash.ts';
import type { MachineRecord } from '../machine/machine-record.ts';

/** What of a row decides what arming would do. */
export type PlanRow = Pick<MachineRecord, 'key' | 'incarnation' | 'spec' | 'plannedSpec' | 'wouldWrite'>;

/**
 * Names the plan that an operator has read. One machine, incarnation, step or spec more, less or other gives another
 * hash; the spec is the bound one, else the one that fleet.json would bind.
 */
export function planHash(rows: readonly PlanRow[]): string {
  const entries = [...rows]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((row) => [
      row.key,
      row.incarnation ?? null,
      row.spec ?? row.plannedSpec ?? null,
      row.wouldWrite.map(({ step }) => step).sort(),
    ]);
  return sha256Hex(canonicalJson(entries));
}
