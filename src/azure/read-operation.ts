import { z } from 'zod';
import type { MachineRef } from '../domain/machine/machine-ref.ts';
import type { OperationState } from '../domain/services/service.ts';
import type { ReadOutcome } from '../ports.ts';
import type { ArmCaller } from './arm-caller.ts';
import { boundText } from './bound-text.ts';
import { absentable, absentableText } from './reply-values.ts';
import type { RawReply } from './send-raw.ts';

/** The operation resource behind `Azure-AsyncOperation` (Azure docs, "Track asynchronous Azure operations"). */
const operationSchema = z.object({
  status: z.string().min(1),
  error: absentable(z.object({ code: absentableText, message: absentableText })),
});

/** Reads once where an operation stands. A URL of another host is `lost`: our token goes to our endpoint only. */
export async function readOperation(
  caller: ArmCaller,
  machine: MachineRef,
  url: string,
): Promise<ReadOutcome<OperationState>> {
  if (!caller.isOwnUrl(url)) return found({ state: 'lost' });
  const isVm = machine.kind === 'vm';
  const provider = isVm ? 'Microsoft.Compute' : 'Microsoft.HybridCompute';
  const answer = await caller.call({
    client: isVm ? 'compute' : 'hybridCompute',
    method: 'GET',
    path: url,
    operation: `${provider}/locations/operations/read`,
    provider,
    access: 'read',
    subscription: machine.subscription,
    machine: machine.key,
  });
  if (answer.kind === 'answered') return found(stateOf(answer.reply));
  const { failure } = answer;
  // Azure forgets finished operations after a while.
  const isForgotten = failure.source === 'http' && (failure.status === 404 || failure.status === 410);
  return isForgotten ? found({ state: 'lost' }) : { kind: 'failed', failure };
}

function stateOf(reply: RawReply): OperationState {
  const parsed = operationSchema.safeParse(reply.body);
  if (!parsed.success) return stateByStatusCode(reply);
  const { status, error } = parsed.data;
  switch (status.toLowerCase()) {
    case 'succeeded':
      return { state: 'succeeded' };
    case 'failed':
    case 'canceled':
    case 'cancelled':
      return { state: 'failed', code: error?.code ?? status, message: boundText(error?.message ?? '') };
    default:
      return { state: 'running' };
  }
}

/** A `Location` URL answers 202 while it runs and then with the resource or nothing. */
function stateByStatusCode(reply: RawReply): OperationState {
  return reply.status === 202 ? { state: 'running' } : { state: 'succeeded' };
}

function found(value: OperationState): ReadOutcome<OperationState> {
  return { kind: 'found', value };
}
