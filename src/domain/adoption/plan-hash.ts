import { canonicalJson } from '../canonical-json.ts';
import { sha256Hex } from '../hash.ts';
import type { MachineRecord } from '../machine/machine-record.ts';

/** What of a row decides what arming would do. */
export type PlanRow = Pick<
  MachineRecord,
  'key' | 'incarnation' | 'spec' | 'plannedSpec' | 'wouldWrite' | 'acceptances'
>;

/**
 * Names the plan that an operator has read. One machine, incarnation, step or spec more, less or other gives another
 * hash; the spec is the bound one, else the one that fleet.json would bind. So does what a person has accepted of a machine,
 * since the look that it asked for may not have been yet; a machine without gives what it gave before there was any.
 */
export function planHash(rows: readonly PlanRow[]): string {
  const entries = [...rows]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((row) => [
      row.key,
      row.incarnation ?? null,
      row.spec ?? row.plannedSpec ?? null,
      row.wouldWrite.map(({ step }) => step).sort(),
      ...(row.acceptances.length === 0 ? [] : [row.acceptances.map(({ code, hash }) => `${code} ${hash}`).sort()]),
    ]);
  return sha256Hex(canonicalJson(entries));
}
