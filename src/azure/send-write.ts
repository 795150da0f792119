import { z } from 'zod';
import type { RawFailure } from '../domain/failures/failure.ts';
import type { WritePermit } from '../domain/permit/write-permit.ts';
import { type AzureWrite, actionOf, type ExtensionBody, type MachineWrite } from '../domain/write/azure-write.ts';
import { isSubscriptionWrite } from '../domain/write/subscription-write.ts';
import { claimOf, type WriteClaim } from '../domain/write/write-claim.ts';
import type { PartOutcome, WriteOutcome } from '../ports/azure.ts';
import type { Clock } from '../ports/ports.ts';
import { apiVersions } from './api-versions.ts';
import { type ArmCall, type ArmCaller, KeptHere } from './arm-caller.ts';
import { associationPath, extensionPath, machinePath } from './arm-path.ts';
import { failedExtensionsOf } from './failed-plan-extensions.ts';
import { machineApis } from './machine-api.ts';
import { correlationIdOf } from './map-error.ts';
import { readOnboardingPackage } from './onboarding-package.ts';
import { absentable, absentableText } from './reply-values.ts';
import type { RawReply } from './send-raw.ts';
import { callOfSubscriptionWrite } from './subscription-calls.ts';

/**
 * The only way in which this product changes Azure: one permitted write, one request, no polling and no retry.
 * The permit is judged again when the signed request is about to leave, because waiting for a token can take longer
 * than a permit lives. Throws when the permit is for another target, resource or action, which is a bug of the caller.
 */
export async function sendWrite(
  caller: ArmCaller,
  wallClock: Clock,
  permit: WritePermit,
  write: AzureWrite,
  onAccepted: (body: unknown) => void = () => undefined,
): Promise<WriteOutcome> {
  requireSameWrite(permit, write);
  if (permit.isExpired(wallClock.now())) return { kind: 'expired' };
  let hasLeft = false;
  const beforeLeaving = () => {
    if (hasLeft) throw new Error('the pipeline wanted to send a write twice; once is all that was permitted');
    if (permit.isExpired(wallClock.now())) throw new KeptHere('the permit ran out');
    hasLeft = true;
  };
  const secret = await readSecret(caller, write);
  if (secret.kind === 'failed') return { ...secret, correlationId: undefined };
  try {
    const answer = await caller.call({ ...callOf(write, secret.value), beforeLeaving });
    if (answer.kind === 'failed') {
      const failure = withoutSecret(answer.failure, secret.value);
      return { kind: 'failed', failure, correlationId: failure.source === 'http' ? failure.correlationId : undefined };
    }
    const { reply } = answer;
    const failedInPart = write.kind === 'putDefenderPlan' ? failedExtensionsOf(reply.body) : undefined;
    if (failedInPart !== undefined) {
      const failure = { source: 'operation', ...failedInPart } as const;
      return { kind: 'failed', failure, correlationId: correlationIdOf(reply) };
    }
    onAccepted(reply.body);
    return {
      kind: 'accepted',
      operationUrl: operationUrlOf(reply),
      correlationId: correlationIdOf(reply),
      created: isCreated(write, reply),
    };
  } catch (error) {
    if (error instanceof KeptHere) return { kind: 'expired' };
    throw error;
  }
}

function requireSameWrite(permit: WritePermit, write: AzureWrite): void {
  const claim = claimOf(write);
  if (permit.isFor(claim)) return;
  throw new Error(
    `A permit for ${describe(permit.claim)} was used for ${describe(claim)}; ask permitWrite for this write.`,
  );
}

function describe({ target, resourceId, action }: WriteClaim): string {
  return `${action} on ${resourceId} (target ${target})`;
}

/** What belongs into the body and may stand nowhere else: it lives from here until the request has left. */
async function readSecret(caller: ArmCaller, write: AzureWrite): Promise<PartOutcome<string | undefined>> {
  if (write.kind !== 'putExtension' || write.onboards === undefined) return { kind: 'found', value: undefined };
  return await readOnboardingPackage(caller, write.target, write.onboards);
}

/** Azure may quote a body that it refuses. */
function withoutSecret(failure: RawFailure, secret: string | undefined): RawFailure {
  if (secret === undefined) return failure;
  const clean = (text: string): string => text.replaceAll(secret, '(removed)');
  if (failure.source === 'network') return { ...failure, message: clean(failure.message) };
  const { detailMessages } = failure;
  const details = detailMessages === undefined ? {} : { detailMessages: detailMessages.map(clean) };
  return { ...failure, message: clean(failure.message), ...details };
}

function callOf(write: AzureWrite, secret: string | undefined): ArmCall {
  if (!isSubscriptionWrite(write)) return callOfMachineWrite(write, secret);
  return { ...callOfSubscriptionWrite(write), method: write.kind === 'registerProvider' ? 'POST' : 'PUT' };
}

function callOfMachineWrite(write: MachineWrite, secret: string | undefined): ArmCall {
  const { subscription, key } = write.target;
  const shared = { operation: actionOf(write), access: 'write', subscription, target: key } as const;
  switch (write.kind) {
    case 'attachIdentity': {
      const { apiVersion, ...api } = machineApis[write.target.kind];
      const headers = write.ifMatch === undefined ? {} : { 'if-match': write.ifMatch };
      const path = `${machinePath(write.target)}?api-version=${apiVersion}`;
      return { ...shared, ...api, method: 'PATCH', path, headers, body: write.body };
    }
    case 'putExtension':
    case 'deleteExtension':
    case 'deleteLegacyAgent': {
      const { apiVersion, ...api } = machineApis[write.target.kind];
      const path = `${extensionPath(write.target, write.name)}?api-version=${apiVersion}`;
      const call = { ...shared, ...api, path };
      return write.kind === 'putExtension'
        ? { ...call, method: 'PUT', body: bodyWith(write.body, secret) }
        : { ...call, method: 'DELETE' };
    }
    case 'upgradeInstances': {
      const { apiVersion, ...api } = machineApis[write.target.kind];
      const path = `${machinePath(write.target)}/manualupgrade?api-version=${apiVersion}`;
      return { ...shared, ...api, method: 'POST', path, body: write.body };
    }
    case 'mergeTags': {
      const path = `${machinePath(write.target)}/providers/Microsoft.Resources/tags/default?api-version=${apiVersions.tags}`;
      const body = { operation: 'Merge', properties: { tags: write.tags } };
      return { ...shared, client: 'compute', provider: 'Microsoft.Resources', method: 'PATCH', path, body };
    }
    case 'putAssociation': {
      const path = `${associationPath(write.target, write.name)}?api-version=${apiVersions.monitor}`;
      return { ...shared, client: 'monitor', provider: 'Microsoft.Insights', method: 'PUT', path, body: write.body };
    }
  }
}

/** The name of the member: the built-in policies ASC_MicrosoftDefenderForEndpoint_* (Azure/azure-policy). */
function bodyWith(body: ExtensionBody, secret: string | undefined): object {
  if (secret === undefined) return body;
  const protectedSettings = { defenderForEndpointOnboardingScript: secret };
  return { ...body, properties: { ...body.properties, protectedSettings } };
}

const puts: readonly AzureWrite['kind'][] = ['putExtension', 'putAssociation', 'putShared'];

/**
 * A PUT answers 201 for a new resource and 200 for one that was there (Azure Resource Manager RPC). With 202, a resource
 * that was modified later than it was made was there; one that was not proves nothing, since it may be shown as it was.
 */
function isCreated(write: AzureWrite, reply: RawReply): boolean | undefined {
  if (!puts.some((kind) => kind === write.kind)) return undefined;
  if (reply.status === 201) return true;
  const { systemData } = parseWritten(reply);
  const isChanged = Date.parse(systemData?.createdAt ?? '') < Date.parse(systemData?.lastModifiedAt ?? '');
  return reply.status === 200 || isChanged ? false : undefined;
}

const terminal: readonly string[] = ['succeeded', 'failed', 'canceled'];
const writtenSchema = z.object({
  properties: absentable(z.object({ provisioningState: absentableText })).catch(undefined),
  systemData: absentable(z.object({ createdAt: absentableText, lastModifiedAt: absentableText })).catch(undefined),
});

/** What the answer to a write shows of the resource; an answer that cannot be read shows nothing. */
function parseWritten({ body }: RawReply): Partial<z.output<typeof writtenSchema>> {
  const parsed = writtenSchema.safeParse(body);
  return parsed.success ? parsed.data : {};
}

/** Where to ask how it went; undefined when the answer itself was the end of it. */
function operationUrlOf(reply: RawReply): string | undefined {
  const state = parseWritten(reply).properties?.provisioningState;
  const isUnderWay = state !== undefined && !terminal.includes(state.toLowerCase());
  if (reply.status === 200 && !isUnderWay) return undefined;
  // On a 201 a bare Location names the new resource, not an operation.
  const location = reply.status === 202 || isUnderWay ? reply.header('location') : undefined;
  return reply.header('azure-asyncoperation') ?? location;
}
