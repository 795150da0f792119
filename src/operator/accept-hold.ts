import { isArmed, isFrozen } from '../domain/controls/controls-in-force.ts';
import {
  type AcceptOutcome,
  type AcceptRefusal,
  type AcceptRequest,
  acceptFinding,
  type WithdrawOutcome,
  withdrawAcceptance,
} from '../domain/findings/accept-finding.ts';
import type { TargetKey } from '../domain/ids.ts';
import { parseMachineId } from '../domain/target/machine-ref.ts';
import { readHost, readSaid } from '../look/read-host.ts';
import { machineKind } from '../look/target-kinds.ts';
import type { Ports } from '../ports/ports.ts';
import { requestLook } from '../work/request-look.ts';
import { changeRecord } from './change-record.ts';
import type { NoRow } from './change-row.ts';

type AcceptedHold = Extract<AcceptOutcome, { kind: 'accepted' }> & {
  /** Whether its steps may be written now: an operator who waits for nothing should know. */
  readonly armed: boolean;
  readonly frozen: boolean;
};

export type UnacceptedHold = AcceptRefusal | NoRow;

/** A person accepts what holds a machine, and a look at it is requested. Throws only when the store fails. */
export async function acceptHold(
  ports: Ports,
  key: TargetKey,
  request: AcceptRequest,
): Promise<AcceptedHold | UnacceptedHold> {
  const outcome = await changeRecord(ports, key, (record) => acceptFinding(record, request, ports.clock.now()));
  if (outcome.kind !== 'accepted') return outcome;
  const { resourceId, subscription } = outcome.record;
  await requestLookAt(ports, resourceId, `${request.code} accepted by ${request.by}`);
  const { controls } = await readSaid(ports, (await readHost(ports, subscription)).place);
  return { ...outcome, armed: isArmed(controls, resourceId), frozen: isFrozen(controls, resourceId) };
}

/** A person takes an acceptance back, and a look at the machine is requested. Throws only when the store fails. */
export async function withdrawHold(
  ports: Ports,
  key: TargetKey,
  request: { readonly code: string; readonly by: string },
): Promise<WithdrawOutcome | NoRow> {
  const outcome = await changeRecord(ports, key, (record) => withdrawAcceptance(record, request, ports.clock.now()));
  if (outcome.kind !== 'withdrawn') return outcome;
  await requestLookAt(ports, outcome.record.resourceId, `${request.code} no longer accepted by ${request.by}`);
  return outcome;
}

async function requestLookAt(ports: Ports, resourceId: string, reason: string): Promise<void> {
  const target = parseMachineId(resourceId);
  if (target !== undefined) await requestLook(ports, machineKind, { target, reason });
}
