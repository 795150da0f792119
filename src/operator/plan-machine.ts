import { readParts } from '../domain/findings/finding.ts';
import type { LookId } from '../domain/ids.ts';
import { decideLook } from '../domain/look/decide-look.ts';
import { isForeignMachine } from '../domain/machine/foreign-parts.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { type MachineRef, parseMachineId } from '../domain/target/machine-ref.ts';
import { observeMachine } from '../look/observe-machine.ts';
import type { Ports } from '../ports/ports.ts';
import { type Plan, planTarget, type TargetReading } from './plan-target.ts';

/** Reads the machine now and says what a look would do; writes nothing, neither to Azure nor to the store. */
export async function planMachine(ports: Ports, record: MachineRecord): Promise<Plan<MachineRecord>> {
  // A look leaves it alone, and so nothing would be done.
  if (isForeignMachine(record)) return { kind: 'planned', record, steps: [] };
  const machine = parseMachineId(record.resourceId);
  if (machine === undefined) return { kind: 'gone' };
  return await planTarget(ports, record, (lookId) => readNow(ports, machine, record, lookId));
}

async function readNow(
  ports: Ports,
  machine: MachineRef,
  record: MachineRecord,
  lookId: LookId,
): Promise<TargetReading<MachineRecord>> {
  const parts = { read: readParts, operations: true, freshHost: true };
  const observed = await observeMachine(ports, machine, record, lookId, parts);
  if (observed.kind === 'foreign' || observed.kind === 'moved') return { kind: 'decided', record, wanted: [] };
  if (observed.kind !== 'found') return observed;
  const { record: judged, wanted } = decideLook(observed.input);
  return { kind: 'decided', record: judged, wanted };
}
