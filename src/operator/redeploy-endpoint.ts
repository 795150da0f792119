import { isArmed, isFrozen } from '../domain/controls/controls-in-force.ts';
import type { TargetKey } from '../domain/ids.ts';
import { orderRedeploy, type RedeployOutcome, type RedeployRefusal } from '../domain/services/all-services.ts';
import { parseMachineId } from '../domain/target/machine-ref.ts';
import { readHost, readSaid } from '../look/read-host.ts';
import { machineKind } from '../look/target-kinds.ts';
import type { Ports } from '../ports/ports.ts';
import { requestLook } from '../work/request-look.ts';
import { changeRecord } from './change-record.ts';
import type { NoRow } from './change-row.ts';

type Ordered = Extract<RedeployOutcome, { kind: 'ordered' }>;

/** Whether its step may be written now: an operator who waits for nothing should know. */
type Redeployed = Ordered & { readonly armed: boolean; readonly frozen: boolean };

export type NotRedeployed = RedeployRefusal | NoRow;

/** A person lets Defender for Endpoint be installed anew, and a look at the machine is requested. Throws only when the store fails. */
export async function redeployEndpoint(
  ports: Ports,
  key: TargetKey,
  request: { readonly by: string; readonly why: string },
): Promise<Redeployed | NotRedeployed> {
  const outcome = await changeRecord(ports, key, (record) => orderRedeploy(record, request, ports.clock.now()));
  if (outcome.kind !== 'ordered') return outcome;
  const { resourceId, subscription } = outcome.record;
  const target = parseMachineId(resourceId);
  const reason = `redeploy ordered by ${request.by}`;
  if (target !== undefined) await requestLook(ports, machineKind, { target, reason });
  const { controls } = await readSaid(ports, (await readHost(ports, subscription)).place);
  return { ...outcome, armed: isArmed(controls, resourceId), frozen: isFrozen(controls, resourceId) };
}
