import { canonicalJson } from '../canonical-json.ts';
import { sha256Hex } from '../hash.ts';
import type { MachineRecord } from '../machine/machine-record.ts';

/** What of a row decides what arming would do. */
export type PlanRow = Pick<MachineRecord, 'key' | 'incarnation' | 'spec' | 'plannedSpec' | 'wouldWrite'>;

/** Names the plan an operator has read: any machine, incarnation, spec (bound, or the file's) or step more or less gives another hash. */
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
