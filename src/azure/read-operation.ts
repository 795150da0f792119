import { z } from 'zod';
import type { OperationFailure, RawFailure } from '../domain/failures/failure.ts';
import { messageLimit, redact } from '../domain/redact.ts';
import type { OperationState } from '../domain/step/step-history.ts';
import { parseMachineId } from '../domain/target/machine-ref.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import type { ArmCaller } from './arm-caller.ts';
import { readErrorBody } from './error-body.ts';
import { machineApis } from './machine-api.ts';
import { viewStatus } from './reply-values.ts';
import type { RawReply } from './send-raw.ts';

/**
 * The operation resource behind `Azure-AsyncOperation` (Azure docs, "Track asynchronous Azure operations"), or the whole
 * resource, which is what an operation of Arc and a `Location` URL answer with (recordings of azure-powershell).
 */
const text = z.string().min(1).optional().catch(undefined);
const errorSchema = z.looseObject({}).optional().catch(undefined);
const operationSchema = z.object({
  status: text,
  error: errorSchema,
  properties: z
    .object({
      provisioningState: text,
      error: errorSchema,
      instanceView: z.object({ status: viewStatus.optional() }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});
type OperationBody = z.output<typeof operationSchema>;
const noBody: OperationBody = { status: undefined, error: undefined, properties: undefined };

/** Reads once where an operation stands. A URL of another host is `lost`: our token goes to our endpoint only. */
export async function readOperation(
  caller: ArmCaller,
  target: TargetRef,
  url: string,
): Promise<PartOutcome<OperationState>> {
  if (!caller.isOwnUrl(url)) return found({ state: 'lost' });
  const machine = parseMachineId(target.resourceId);
  const { client, provider } = machine === undefined ? apiOfUrl(url) : machineApis[machine.kind];
  const answer = await caller.call({
    client,
    method: 'GET',
    path: url,
    operation: operationOfUrl(url, provider),
    provider,
    access: 'read',
    subscription: target.subscription,
    target: target.key,
  });
  if (answer.kind === 'answered') return found(stateOf(answer.reply));
  const { failure } = answer;
  return willNeverTell(failure) ? found({ state: 'lost' }) : { kind: 'failed', failure };
}

/** The provider that a URL names; what names none belongs to Azure Resource Manager itself. */
function apiOfUrl(url: string): { readonly client: 'compute'; readonly provider: string } {
  const [, provider = 'Microsoft.Resources'] = /\/providers\/([^/]+)\//i.exec(new URL(url).pathname) ?? [];
  return { client: 'compute', provider };
}

/**
 * Compute: `operations`, behind both headers. Arc: `operationstatus` behind Azure-AsyncOperation and `operationresults`
 * behind Location (recordings of azure-powershell; Azure resource provider operations).
 */
const collections = ['operations', 'operationstatus', 'operationresults'] as const;

/** The ARM action that reading an operation's URL needs; what is unheard of counts as `operations`. */
function operationOfUrl(url: string, provider: string): string {
  const segments = new URL(url).pathname.toLowerCase().split('/');
  const named = segments[segments.indexOf('locations') + 2];
  return `${provider}/locations/${collections.find((collection) => collection === named) ?? 'operations'}/read`;
}

/** Azure forgets finished operations after a while, and refuses some readers; asking again then tells no more. */
function willNeverTell(failure: RawFailure): boolean {
  if (failure.source !== 'http' || failure.status < 400 || failure.status >= 500) return false;
  return failure.status !== 408 && failure.status !== 429;
}

/** A `Location` URL has no status: it answers 202 while it runs, then with the resource, with an error or with nothing. */
function stateOf({ status: httpStatus, body }: RawReply): OperationState {
  const parsed = operationSchema.safeParse(body);
  const operation = parsed.success ? parsed.data : noBody;
  const { status, error, properties } = operation;
  const told = status ?? (error === undefined ? properties?.provisioningState : 'Failed');
  switch (told?.toLowerCase()) {
    case 'succeeded':
    case 'deleted':
      return { state: 'succeeded' };
    case 'failed':
    case 'canceled':
    case 'cancelled':
      return { state: 'failed', ...failureOf(operation, told ?? 'Failed') };
    case undefined:
      return { state: httpStatus === 202 ? 'running' : 'succeeded' };
    default:
      return { state: 'running' };
  }
}

/** The error, or what the failed extension itself said last. */
function failureOf({ error, properties }: OperationBody, told: string): OperationFailure {
  const given = readErrorBody(error ?? properties?.error);
  const [first] = given?.detailMessages ?? [];
  const message = given?.message || first;
  const printed = redact(textOf(properties?.instanceView?.status), messageLimit);
  return {
    code: given?.code || told,
    message: message ?? printed,
    ...(message === undefined && printed !== '' ? { saidBy: 'handler' } : {}),
    ...(given?.target === undefined ? {} : { target: given.target }),
    ...(given === undefined || given.detailCodes.length === 0 ? {} : { detailCodes: given.detailCodes }),
    ...(given === undefined || given.detailMessages.length === 0 ? {} : { detailMessages: given.detailMessages }),
    ...(given?.violations === undefined ? {} : { violations: given.violations }),
  };
}

/** Arc gives the exit code of a handler as the bare code of its status. */
function textOf(view: z.output<typeof viewStatus> | undefined): string {
  const exit = /^[1-9]\d{0,4}$/.test(view?.code ?? '') ? `exit code ${view?.code}` : undefined;
  return [view?.message, exit].filter((part) => part !== undefined).join('; ');
}

function found(value: OperationState): PartOutcome<OperationState> {
  return { kind: 'found', value };
}
