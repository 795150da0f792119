import { stepIdSchema } from '../../../src/domain/ids.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import { newRecord } from '../../../src/domain/machine/new-record.ts';
import { parseMachineId } from '../../../src/domain/target/machine-ref.ts';
import { standingOf } from '../machine/standing-fixture.ts';

export const group = '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/shop';

export function recordOf(name: string, parts: Partial<MachineRecord> = {}): MachineRecord {
  const machine = parseMachineId(`${group}/providers/Microsoft.Compute/virtualMachines/${name}`);
  if (machine === undefined) throw new Error(`not a machine name: ${name}`);
  return { ...newRecord(machine, '2026-03-01T12:00:00.000Z'), ...parts };
}

/** An observed machine on which these steps would be written. */
export function observedOf(name: string, code: string, steps: readonly string[]): MachineRecord {
  const wouldWrite = steps.map((step) => ({
    step: stepIdSchema.parse(step),
    why: 'missing',
    changesDefaultToken: step === 'attachIdentity',
  }));
  return recordOf(name, { standing: standingOf('Observed', code), incarnation: `vm-${name}`, wouldWrite });
}
