import type { MachineRecord } from '../domain/machine/machine-record.ts';
import type { Refusal } from '../ports/store.ts';

/** The writes that Azure refused, of which the record tells: what is counted over the fleet without reading bodies. */
export function refusalsOf(_record: MachineRecord): readonly Refusal[] {
  return [];
}
