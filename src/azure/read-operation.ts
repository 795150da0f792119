import { z } from 'zod';
import type { RawFailure } from '../domain/failures/failure.ts';
import type { OperationState } from '../domain/step/step-history.ts';
import type { MachineRef } from '../domain/target/machine-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import type { ArmCaller } from './arm-caller.ts';
import { boundText } from './bound-text.ts';
import type { RawReply } from './send-raw.ts';

/** The operation resource behind `Azure-AsyncOperation` (Azure docs, "Track asynchronous Azure operations"). */
const text = z.string().min(1).optional().catch(undefined);
const operationSchema = z.object({
  status: text,
  error: z.object({ code: text, message: text }).optional().catch(undefined),
  properties: z.object({ provisioningState: text }).optional().catch(undefined),
});
const noBody: z.output<typeof operationSchema> = { status: undefined, error: undefined, properties: undefined };

/** Reads once where an operation stands. A URL of another host is `lost`: our token goes to our endpoint only. */
export async function readOperation(
  caller: ArmCaller,
  machine: MachineRef,
  url: string,
): Promise<PartOutcome<OperationState>> {
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
  return willNeverTell(failure) ? found({ state: 'lost' }) : { kind: 'failed', failure };
}

/** Azure forgets finished operations after a while, and refuses some readers; asking again then tells no more. */
function willNeverTell(failure: RawFailure): boolean {
  if (failure.source !== 'http' || failure.status < 400 || failure.status >= 500) return false;
  return failure.status !== 408 && failure.status !== 429;
}

/** A `Location` URL has no status: it answers 202 while it runs, then with the resource, with an error or with nothing. */
function stateOf({ status: httpStatus, body }: RawReply): OperationState {
  const parsed = operationSchema.safeParse(body);
  const { status, error, properties } = parsed.success ? parsed.data : noBody;
  const told = status ?? (error === undefined ? properties?.provisioningState : 'Failed');
  switch (told?.toLowerCase()) {
    case 'succeeded':
      return { state: 'succeeded' };
    case 'failed':
    case 'canceled':
    case 'cancelled':
      return { state: 'failed', code: error?.code ?? told ?? 'Failed', message: boundText(error?.message ?? '') };
    case undefined:
      return { state: httpStatus === 202 ? 'running' : 'succeeded' };
    default:
      return { state: 'running' };
  }
}

function found(value: OperationState): PartOutcome<OperationState> {
  return { kind: 'found', value };
}
