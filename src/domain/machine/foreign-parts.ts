import type { Json } from '../canonical-json.ts';
import type { MachineRecord } from './machine-record.ts';

/**
 * What another release stored in a machine's row and this one does not know. The store puts it back whenever the row
 * is written, so whoever changes a record carries it along; the words are for people.
 */
export interface ForeignParts {
  /** The row's body as it is stored, and as much of it as this release reads. */
  readonly stored: { readonly [name: string]: Json };
  readonly read: { readonly [name: string]: Json };
  /** The kind of machine, and the operating system, where the word is not known here. */
  readonly kind?: string;
  readonly os?: string;
  /** What the row is bound to, its spec or incarnation, is there and cannot be read. */
  readonly isBoundOtherwise?: true;
  /** So much of the row is another release's that nothing can be remembered beside it. */
  readonly isFull?: true;
  /** Steps of ours that are there and cannot be read. */
  readonly unreadSteps?: UnreadSteps;
  /** Findings of services, or of a kind, that are not known here. */
  readonly findings: Readonly<Record<string, ForeignFinding>>;
}

/**
 * Steps that this release would write, and of which it cannot read what became of them. They are no steps of the
 * record, so nothing counts their tries: neither they nor any other step of their services may be written.
 */
export interface UnreadSteps {
  readonly ids: readonly string[];
  readonly services: readonly string[];
}

export interface ForeignFinding {
  readonly kind: string;
  readonly code?: string;
}

/**
 * A machine of a kind or system that only another release knows, or bound to what only that can read: nobody here can say
 * what it should have. Or one with no room left in its row: what is done to it could not be remembered. It is listed and
 * counted, and neither looked at nor written to.
 */
export function isForeignMachine({ foreign }: MachineRecord): boolean {
  if (foreign === undefined) return false;
  const { kind, os, isBoundOtherwise = false, isFull = false } = foreign;
  return kind !== undefined || os !== undefined || isBoundOtherwise || isFull;
}

/** What was found by service, those of other releases included. */
export function findingsByService(record: MachineRecord): Readonly<Record<string, ForeignFinding>> {
  const { findings, foreign } = record;
  return areFindingsEnded(record) ? {} : { ...foreign?.findings, ...findings };
}

/** Whether the last look found nothing of any service, as of a machine that is gone. */
export function areFindingsEnded({ findings, foreign }: MachineRecord): boolean {
  return Object.keys(findings).length === 0 && Object.keys(Object(foreign?.read.findings)).length > 0;
}
