import type { Json } from '../canonical-json.ts';
import type { ForeignParts } from './foreign-parts.ts';
import type { MachineRecord } from './machine-record.ts';

/**
 * The record without the steps, the spec and the incarnation that only another release can read: an operator lets this
 * release begin anew. Everything else of that release stays.
 */
export function forgetUnread(record: MachineRecord): MachineRecord {
  if (record.foreign === undefined) return record;
  const { unreadSteps, isBoundOtherwise: _, stored, ...foreign } = record.foreign;
  const kept = keepRead({ stored, read: foreign.read, unreadSteps }, ['spec', 'incarnation']);
  return { ...record, foreign: { ...foreign, stored: kept } };
}

/** What another release stored, without the bindings and the steps that this one cannot read. */
export function keepRead(
  {
    stored,
    read,
    unreadSteps,
  }: Pick<ForeignParts, 'stored' | 'read'> & {
    readonly unreadSteps: ForeignParts['unreadSteps'] | undefined;
  },
  bindings: readonly string[],
): ForeignParts['stored'] {
  const { steps, ...others } = stored;
  const bound = Object.entries(others).filter(([name]) => !bindings.includes(name) || read[name] !== undefined);
  return { ...Object.fromEntries(bound), ...keepSteps(steps, unreadSteps) };
}

function keepSteps(
  steps: Json | undefined,
  unread: ForeignParts['unreadSteps'] | undefined,
): { readonly [name: string]: Json } {
  if (typeof steps !== 'object' || steps === null || Array.isArray(steps)) return {};
  const kept = Object.entries(steps).filter(([id]) => unread?.ids.includes(id) !== true);
  return { steps: Object.fromEntries(kept.flatMap(([id, step]) => (step === undefined ? [] : [[id, step]]))) };
}
