import { isForeignMachine } from '../machine/foreign-parts.ts';
import type { MachineRecord, TimelineEntry } from '../machine/machine-record.ts';

export interface SaidEdr {
  /** `nothing` takes back what was said. */
  readonly says: 'other' | 'none' | 'nothing';
  readonly product: string | undefined;
  readonly by: string;
  readonly why: string;
}

export type SayEdrOutcome =
  | { readonly kind: 'said'; readonly record: MachineRecord; readonly entry: TimelineEntry }
  | SayEdrRefusal;

/** No look of this release has read which machine is behind the name, so nobody knows of which one it would be said. */
export interface SayEdrRefusal {
  readonly kind: 'notRead';
}

/**
 * A person says whether another product protects this very machine, or takes that back. Steps that a look has listed
 * already are refused at their write. `nowMs`: app time.
 */
export function sayEdr(record: MachineRecord, said: SaidEdr, nowMs: number): SayEdrOutcome {
  const { incarnation } = record;
  if (isForeignMachine(record) || incarnation === undefined) return { kind: 'notRead' };
  const { says, product, by, why } = said;
  const at = new Date(nowMs).toISOString();
  const edrWord = says === 'nothing' ? undefined : { says, product, incarnation, by, at, why };
  return {
    kind: 'said',
    record: { ...record, edrWord, lookId: undefined },
    entry: { at, what: 'operator', text: `${wordsOf(said)}: ${why}`, by },
  };
}

function wordsOf({ says, product }: SaidEdr): string {
  switch (says) {
    case 'other':
      return `another endpoint protection is on it (${product ?? 'not named'})`;
    case 'none':
      return 'no other endpoint protection is on it';
    case 'nothing':
      return 'what was said of another endpoint protection is taken back';
  }
}
