import { objectAt, textAt } from '../core/json.ts';
import { resourceNotFound } from '../core/request/not-found.ts';
import type { StoredResource } from '../core/store/resource-collection.ts';
import { etagOf, newResource } from '../core/store/stored-resource.ts';
import type { JsonObject, SimContext } from '../core/types.ts';

export const scaleSetType = 'Microsoft.Compute/virtualMachineScaleSets';

/** A scale set in Flexible orchestration: its instances are ordinary VMs that name it. Only seeds and tests make one. */
export interface ScaleSet extends StoredResource {
  readonly location: string;
  tags: JsonObject | undefined;
  /** The resource that owns it, such as a Kubernetes cluster. */
  managedBy: string | undefined;
  readonly vmSize: string;
}

/** Makes a set that was there already: no event tells of it. */
export function addScaleSet(
  context: SimContext,
  { id, ...set }: Pick<ScaleSet, 'id' | 'location'> & Partial<Pick<ScaleSet, 'tags' | 'managedBy' | 'createdAtMs'>>,
  vmSize = 'Standard_D2s_v5',
): void {
  const made = newResource(context, { principal: context.principals.operator }, id, scaleSetType);
  context.scaleSets.set({ ...made, tags: undefined, managedBy: undefined, vmSize, ...set });
}

export function scaleSetJson(context: SimContext, set: ScaleSet): JsonObject {
  const { id, name, type, location, tags, managedBy, vmSize } = set;
  return {
    id,
    name,
    type,
    location,
    tags,
    managedBy,
    etag: etagOf(set),
    sku: { name: vmSize, tier: 'Standard', capacity: instancesOf(context, id) },
    properties: {
      singlePlacementGroup: false,
      orchestrationMode: 'Flexible',
      provisioningState: 'Succeeded',
      timeCreated: new Date(set.createdAtMs).toISOString(),
      platformFaultDomainCount: 1,
    },
  };
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

function instancesOf(context: SimContext, id: string): number {
  return context.vms.all().filter(({ managedBy }) => managedBy === id).length;
}
