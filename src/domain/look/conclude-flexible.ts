import type { MachineFacts } from '../machine/machine-facts.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import type { LookDecision } from './look-input.ts';

/** A scale set whose instances are VMs of their own, each with a row: the set is no machine beside them. */
export function isFlexibleSet({ platform }: Pick<MachineFacts, 'platform'>): boolean {
  return platform.kind === 'scaleSet' && platform.orchestration === 'flexible';
}

/** It has no row, so that rows are machines and their statuses add up to the fleet. Nothing is ever written to it. */
export function concludeFlexible(record: MachineRecord): LookDecision {
  const nothing = { timeline: [], wanted: [], met: new Set<never>(), steps: [], bind: undefined, needs: [] };
  return { ...nothing, record, next: { kind: 'removed' } };
}
