import type { RawFailure } from '../domain/failures/failure.ts';
import { isGone } from '../domain/failures/is-gone.ts';
import type { ReadPart } from '../domain/findings/finding.ts';
import type { MachineFacts } from '../domain/machine/machine-facts.ts';
import type { MachineKind } from '../domain/target/machine-kinds.ts';
import { type MachineRef, parseMachineId } from '../domain/target/machine-ref.ts';
import type { PartOutcome, ReadOutcome } from '../ports/azure.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmCall, ArmCaller } from './arm-caller.ts';
import { machinePath } from './arm-path.ts';
import type { MachineOwners } from './machine-owners.ts';
import type { MachineReading } from './machine-reading.ts';
import { arcMachineSchema, mapArcMachine } from './map-arc-machine.ts';
import { extensionSchema } from './map-extension.ts';
import { mapScaleSet, scaleSetMachineSchema } from './map-scale-set.ts';
import { findLeftOut, mapVirtualMachine, virtualMachineSchema } from './map-virtual-machine.ts';
import { parseReply, unreadable } from './parse-reply.ts';
import { readAssociations } from './read-associations.ts';
import { readInstances } from './read-instances.ts';
import { readPages } from './read-pages.ts';

/**
 * Reads everything one look decides from, one request after the other: after an answer that refuses or says gone,
 * nothing more is asked. A VM is one GET, as is a scale set, and an Arc machine two; associations are one more, and so are
 * instances. The owners of its group and
 * of its scale set are cached.
 */
export async function readMachine(
  caller: ArmCaller,
  owners: MachineOwners,
  machine: MachineRef,
  parts: Readonly<Partial<Record<ReadPart, boolean>>>,
): Promise<ReadOutcome<MachineFacts>> {
  const read = await readers[machine.kind](caller, machine);
  if (read.kind !== 'found') return read;
  // A Flexible set is no machine: nothing more is asked of it.
  if (isFlexible(read.value)) return { kind: 'found', value: asFacts(machine, read.value, undefined) };
  const owner = await owners.read(machine, read.value);
  if (owner.kind !== 'found') return owner;
  const associations = parts.associations ? await readAssociations(caller, machine) : notRead;
  if (associations.kind !== 'found') return associations;
  const facts = { ...asFacts(machine, read.value, owner.value), associations: associations.value };
  if (!parts.instances || facts.platform.kind !== 'scaleSet') return { kind: 'found', value: facts };
  const instances = await readInstances(caller, machine);
  if (instances.kind !== 'found') return instances;
  return { kind: 'found', value: { ...facts, platform: { ...facts.platform, instances: instances.value } } };
}

function isFlexible({ platform }: MachineReading): boolean {
  return platform.kind === 'scaleSet' && platform.orchestration === 'flexible';
}

function asFacts(
  machine: MachineRef,
  { resourceId, ...reading }: MachineReading,
  managedBy: string | undefined,
): MachineFacts {
  return { ...reading, machine: parseMachineId(resourceId) ?? machine, managedBy, associations: undefined };
}

const notRead: PartOutcome<undefined> = { kind: 'found', value: undefined };

async function readVirtualMachine(caller: ArmCaller, machine: MachineRef): Promise<ReadOutcome<MachineReading>> {
  const answer = await caller.call({
    ...readCall(machine),
    client: 'compute',
    path: `${machinePath(machine)}?$expand=instanceView&api-version=${apiVersions.compute}`,
    operation: 'Microsoft.Compute/virtualMachines/read',
    provider: 'Microsoft.Compute',
  });
  const parsed = parseReply('the VM', virtualMachineSchema, answer);
  if (parsed.kind === 'failed') return goneOrFailed(parsed.failure);
  const { body, reply } = parsed.value;
  if (!isAbout(machine, body.id)) return unreadable('the VM', `it is about ${body.id}`, reply);
  const left = findLeftOut(body);
  if (left !== undefined)
    return unreadable('the VM', `its resources leave out the extension ${left} that it runs`, reply);
  return { kind: 'found', value: { ...mapVirtualMachine(body), etag: reply.header('etag') ?? body.etag } };
}

async function readArcMachine(caller: ArmCaller, machine: MachineRef): Promise<ReadOutcome<MachineReading>> {
  const path = machinePath(machine);
  const shared = { ...readCall(machine), client: 'hybridCompute', provider: 'Microsoft.HybridCompute' } as const;
  const answer = await caller.call({
    ...shared,
    path: `${path}?api-version=${apiVersions.hybridCompute}`,
    operation: 'Microsoft.HybridCompute/machines/read',
  });
  const parsed = parseReply('the Arc machine', arcMachineSchema, answer);
  if (parsed.kind === 'failed') return goneOrFailed(parsed.failure);
  const { body, reply } = parsed.value;
  if (!isAbout(machine, body.id)) return unreadable('the Arc machine', `it is about ${body.id}`, reply);
  const extensions = await readPages(
    caller,
    {
      ...shared,
      path: `${path}/extensions?api-version=${apiVersions.hybridCompute}`,
      operation: 'Microsoft.HybridCompute/machines/extensions/read',
    },
    extensionSchema,
  );
  if (extensions.kind !== 'found') return extensions;
  const reading = mapArcMachine(body, extensions.value);
  return { kind: 'found', value: { ...reading, etag: reply.header('etag') ?? body.etag } };
}

/**
 * A scale set is one GET. What lies in it is read after it, so that instances which have the model had the one that was
 * read, or a newer one.
 */
async function readScaleSet(caller: ArmCaller, machine: MachineRef): Promise<ReadOutcome<MachineReading>> {
  const answer = await caller.call({
    ...readCall(machine),
    client: 'compute',
    path: `${machinePath(machine)}?api-version=${apiVersions.compute}`,
    operation: 'Microsoft.Compute/virtualMachineScaleSets/read',
    provider: 'Microsoft.Compute',
  });
  const parsed = parseReply('the scale set', scaleSetMachineSchema, answer);
  if (parsed.kind === 'failed') return goneOrFailed(parsed.failure);
  const { body, reply } = parsed.value;
  if (!isAbout(machine, body.id)) return unreadable('the scale set', `it is about ${body.id}`, reply);
  return { kind: 'found', value: { ...mapScaleSet(body, reply.body), etag: reply.header('etag') ?? body.etag } };
}

const readers = { vm: readVirtualMachine, arc: readArcMachine, scaleSet: readScaleSet } satisfies Readonly<
  Record<MachineKind, unknown>
>;

/** Only here, for the GET of the machine itself, does a 404 mean that it is no more. */
function goneOrFailed(failure: RawFailure): ReadOutcome<never> {
  return isGone(failure) ? { kind: 'gone', code: failure.code } : { kind: 'failed', failure };
}

function readCall(machine: MachineRef): Pick<ArmCall, 'method' | 'access' | 'subscription' | 'target'> {
  return { method: 'GET', access: 'read', subscription: machine.subscription, target: machine.key };
}

function isAbout(machine: MachineRef, id: string): boolean {
  return parseMachineId(id)?.key === machine.key;
}
