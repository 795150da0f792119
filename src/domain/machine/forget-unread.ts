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
  const { steps, ...others } = stored;
  const bound = Object.entries(others).filter(([name]) => !isBinding(name) || foreign.read[name] !== undefined);
  const kept = { ...Object.fromEntries(bound), ...keepSteps(steps, unreadSteps) };
  return { ...record, foreign: { ...foreign, stored: kept } };
}

function isBinding(name: string): boolean {
  return name === 'spec' || name === 'incarnation';
}

function keepSteps(steps: Json | undefined, unread: ForeignParts['unreadSteps']): { readonly [name: string]: Json } {
  if (typeof steps !== 'object' || steps === null || Array.isArray(steps)) return {};
  const kept = Object.entries(steps).filter(([id]) => unread?.ids.includes(id) !== true);
  return { steps: Object.fromEntries(kept.flatMap(([id, step]) => (step === undefined ? [] : [[id, step]]))) };
}
