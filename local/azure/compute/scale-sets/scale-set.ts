import { objectAt, textAt } from '../../core/json.ts';
import { resourceNotFound } from '../../core/request/not-found.ts';
import type { StoredResource } from '../../core/store/resource-collection.ts';
import { newResource } from '../../core/store/stored-resource.ts';
import type { JsonObject, JsonValue, SimContext } from '../../core/types.ts';
import type { HandlerExtension } from '../../extensions/machine-extension.ts';
import type { ResourceIdentity } from '../../identity/resource-identity.ts';
import type { PowerState, VirtualMachine } from '../virtual-machine.ts';

export const scaleSetType = 'Microsoft.Compute/virtualMachineScaleSets';
export const setExtensionType = `${scaleSetType}/extensions`;
export const setInstanceType = `${scaleSetType}/virtualMachines`;

/**
 * A scale set. In Uniform orchestration its instances are parts of it, made of its model; in Flexible they are ordinary
 * VMs that name it.
 */
export interface ScaleSet extends StoredResource {
  readonly location: string;
  readonly orchestration: 'Uniform' | 'Flexible';
  /** New at each creation, also under an old name. */
  readonly uniqueId: string;
  readonly os: VirtualMachine['os'];
  tags: JsonObject | undefined;
  zones: JsonValue | undefined;
  plan: JsonObject | undefined;
  /** The resource that owns it, such as a Kubernetes cluster. */
  managedBy: string | undefined;
  identity: ResourceIdentity | undefined;
  /** Name and tier of the size; how many there are is counted, not kept. */
  sku: { readonly name: string; readonly tier: string };
  /** What callers wrote, with Azure's defaults, without secrets, extensions and what Azure reports. */
  properties: JsonObject;
  provisioningState: string;
  /** Grows with each change that instances have to be brought up to. */
  modelVersion: number;
  nextInstance: number;
}

/** An instance of a Uniform set. It has no location: lists of resources and Resource Graph do not show it. */
export interface SetInstance extends StoredResource {
  readonly setId: string;
  readonly instanceId: string;
  readonly vmId: string;
  readonly os: VirtualMachine['os'];
  osName: string | null;
  /** The version of its set's model that it has. */
  modelVersion: number;
  /** Of the model that it has: the profile, without extensions. */
  properties: JsonObject;
  protection: JsonObject | undefined;
  provisioningState: string;
  power: PowerState;
  agentReadyAtMs: number;
}

/** An extension in the model of a set, or on an instance of it. */
export type SetExtension = HandlerExtension;

/** Makes a Flexible set that was there already: no event tells of it. */
export function addScaleSet(
  context: SimContext,
  { id, ...set }: Pick<ScaleSet, 'id' | 'location'> & Partial<Pick<ScaleSet, 'tags' | 'managedBy' | 'createdAtMs'>>,
  vmSize = 'Standard_D2s_v5',
): void {
  context.scaleSets.set({
    ...newResource(context, { principal: context.principals.operator }, id, scaleSetType),
    orchestration: 'Flexible',
    uniqueId: context.random.guid(),
    os: 'Linux',
    tags: undefined,
    zones: undefined,
    plan: undefined,
    managedBy: undefined,
    identity: undefined,
    sku: { name: vmSize, tier: 'Standard' },
    properties: { singlePlacementGroup: false, orchestrationMode: 'Flexible', platformFaultDomainCount: 1 },
    provisioningState: 'Succeeded',
    modelVersion: 1,
    nextInstance: 0,
    ...set,
  });
}

/** The set that a new VM's body names. @throws ArmError 404 when it is not there (no public source for the code). */
export function scaleSetOf(context: SimContext, properties: JsonObject): ScaleSet | undefined {
  const id = textAt(objectAt(properties, 'virtualMachineScaleSet'), 'id');
  if (id === undefined) return undefined;
  const set = context.scaleSets.get(id);
  if (set === undefined) throw resourceNotFound(id);
  return set;
}

/** The model of an instance names its set with the group in capitals (recordings of public inventories). */
export function asInstance(model: JsonObject, { id }: ScaleSet): JsonObject {
  const spelled = id.replace(
    /\/resourceGroups\/[^/]+/i,
    (part) => `/resourceGroups/${part.split('/')[2]?.toUpperCase()}`,
  );
  return { ...model, virtualMachineScaleSet: { id: spelled } };
}

/** How many instances a set has: parts of it, or VMs that it manages. */
export function capacityOf(context: SimContext, { id, orchestration }: ScaleSet): number {
  if (orchestration === 'Uniform') return context.setInstances.childrenOf(id).length;
  return context.vms.all().filter(({ managedBy }) => managedBy === id).length;
}

/** Whether the set's own actions leave this instance alone (page "Instance protection for scale set instances"). */
export function isProtected({ protection }: SetInstance): boolean {
  return protection?.protectFromScaleSetActions === true;
}

/** `Automatic`, `Rolling` or `Manual`, which is what a set has that names none. */
export function upgradeModeOf({ properties }: ScaleSet): string {
  return textAt(objectAt(properties, 'upgradePolicy'), 'mode') ?? 'Manual';
}
