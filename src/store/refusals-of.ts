import type { MachineRecord } from '../domain/machine/machine-record.ts';
import type { Refusal } from '../ports/store.ts';

/** The writes that Azure refused, of which the record tells: what is counted over the fleet without reading bodies. */
export function refusalsOf({ steps }: MachineRecord): readonly Refusal[] {
  return Object.values(steps).flatMap(({ refusals }) =>
    refusals.flatMap(({ code, text, at }) => at.map((one) => ({ at: one, code, text }))),
  );
}
