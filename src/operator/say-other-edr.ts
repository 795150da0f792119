import { isArmed, isFrozen } from '../domain/controls/controls-in-force.ts';
import { type SaidEdr, type SayEdrOutcome, type SayEdrRefusal, sayEdr } from '../domain/endpoint/say-edr.ts';
import type { TargetKey } from '../domain/ids.ts';
import { parseMachineId } from '../domain/target/machine-ref.ts';
import { readHost, readSaid } from '../look/read-host.ts';
import { machineKind } from '../look/target-kinds.ts';
import type { Ports } from '../ports/ports.ts';
import { requestLook } from '../work/request-look.ts';
import { changeRecord } from './change-record.ts';
import type { NoRow } from './change-row.ts';

type Said = Extract<SayEdrOutcome, { kind: 'said' }> & {
  /** Whether its steps may be written now: an operator who waits for nothing should know. */
  readonly armed: boolean;
  readonly frozen: boolean;
};

export type NotSaid = SayEdrRefusal | NoRow;

/** A person says what is known of another product on a machine, and a look at it is requested. Throws only when the store fails. */
export async function sayOtherEdr(ports: Ports, key: TargetKey, said: SaidEdr): Promise<Said | NotSaid> {
  const outcome = await changeRecord(ports, key, (record) => sayEdr(record, said, ports.clock.now()));
  if (outcome.kind !== 'said') return outcome;
  const { resourceId, subscription } = outcome.record;
  const target = parseMachineId(resourceId);
  const reason = `other EDR told by ${said.by}`;
  if (target !== undefined) await requestLook(ports, machineKind, { target, reason });
  const { controls } = await readSaid(ports, (await readHost(ports, subscription)).place);
  return { ...outcome, armed: isArmed(controls, resourceId), frozen: isFrozen(controls, resourceId) };
}
