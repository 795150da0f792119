import { objectAt } from '../../core/json.ts';
import { etagOf } from '../../core/store/stored-resource.ts';
import type { JsonObject, SimContext } from '../../core/types.ts';
import { extensionInstanceView } from '../../extensions/machine-extension.ts';
import { identityJson } from '../../identity/resource-identity.ts';
import { instanceViewOf } from '../virtual-machine-json.ts';
import {
  capacityOf,
  type ScaleSet,
  type SetExtension,
  type SetInstance,
  setExtensionType,
  setInstanceType,
} from './scale-set.ts';

/** A scale set as GET answers it. Its extensions stand in its model. */
export function scaleSetJson(context: SimContext, set: ScaleSet): JsonObject {
  const { id, name, type, location, tags, zones, plan, managedBy, properties, uniqueId, provisioningState } = set;
  const profile = objectAt(properties, 'virtualMachineProfile');
  const extensions = context.setExtensions.childrenOf(id);
  const extensionProfile =
    extensions.length === 0 && profile?.extensionProfile === undefined
      ? undefined
      : { ...objectAt(profile, 'extensionProfile'), extensions: extensions.map(modelExtensionJson) };
  return {
    id,
    name,
    type,
    location,
    tags,
    zones,
    plan,
    managedBy,
    identity: identityJson(context, set.identity),
    etag: etagOf(set),
    sku: { ...set.sku, capacity: capacityOf(context, set) },
    properties: {
      ...properties,
      virtualMachineProfile: profile === undefined ? undefined : { ...profile, extensionProfile },
      provisioningState,
      uniqueId,
      timeCreated: new Date(set.createdAtMs).toISOString(),
    },
  };
}

/** An extension inside of the model: its name and what was asked for, not how far it is (output of `az vmss show`). */
function modelExtensionJson({ name, wanted }: SetExtension): JsonObject {
  return { name, properties: shownSettings(wanted) };
}

/** An extension of a set as its own GET answers it. Protected settings are never in it. */
export function setExtensionJson(extension: SetExtension): JsonObject {
  const { id, name } = extension;
  return { id, name, type: setExtensionType, properties: extensionProperties(extension) };
}

/** An extension on an instance. */
export function instanceExtensionJson(extension: SetExtension, withInstanceView: boolean): JsonObject {
  const { id, name, type } = extension;
  const instanceView = withInstanceView ? extensionInstanceView(extension) : undefined;
  return { id, name, type, properties: { ...extensionProperties(extension), instanceView } };
}

function extensionProperties({ wanted, provisioningState }: SetExtension): JsonObject {
  return { ...shownSettings(wanted), provisioningState };
}

/** What Azure repeats of the settings: everything but the protected ones, whose names the simulator keeps for itself. */
function shownSettings({ protectedNames: _, ...shown }: SetExtension['wanted']): JsonObject {
  return shown;
}

/** An instance of a Uniform set; with `$expand=instanceView` also its instance view. */
export function setInstanceJson(
  context: SimContext,
  set: ScaleSet,
  instance: SetInstance,
  withInstanceView: boolean,
): JsonObject {
  const { id, name, instanceId, vmId, protection, provisioningState, properties } = instance;
  const extensions = context.instanceExtensions.childrenOf(id);
  return {
    id,
    name: `${set.name}_${instanceId}`,
    type: setInstanceType,
    location: set.location,
    tags: set.tags,
    instanceId: name,
    sku: { ...set.sku },
    etag: etagOf(instance),
    properties: {
      ...properties,
      hardwareProfile: { vmSize: set.sku.name },
      latestModelApplied: instance.modelVersion === set.modelVersion,
      modelDefinitionApplied: 'VirtualMachineScaleSet',
      protectionPolicy: protection,
      provisioningState,
      vmId,
      timeCreated: new Date(instance.createdAtMs).toISOString(),
      instanceView: withInstanceView ? setInstanceViewJson(context, instance) : undefined,
    },
    resources: extensions.length === 0 ? undefined : extensions.map((each) => instanceExtensionJson(each, false)),
  };
}

export function setInstanceViewJson(context: SimContext, instance: SetInstance): JsonObject {
  return {
    platformUpdateDomain: Number(instance.instanceId) % 5,
    platformFaultDomain: Number(instance.instanceId) % 5,
    ...instanceViewOf(context, instance, context.instanceExtensions.childrenOf(instance.id)),
  };
}

/** How many instances are in which state, and how each extension stands on them (Compute REST API, "Get Instance View"). */
export function scaleSetViewJson(context: SimContext, set: ScaleSet): JsonObject {
  const instances = context.setInstances.childrenOf(set.id);
  const installed = instances.flatMap(({ id }) => context.instanceExtensions.childrenOf(id));
  const names = [...new Set(installed.map(({ name }) => name))];
  return {
    virtualMachine: { statusesSummary: countStates(instances.map((each) => each.provisioningState)) },
    extensions: names.map((name) => ({
      name,
      statusesSummary: countStates(
        installed.filter((each) => each.name === name).map((each) => each.provisioningState),
      ),
    })),
    statuses: [
      {
        code: `ProvisioningState/${set.provisioningState.toLowerCase()}`,
        level: 'Info',
        displayStatus: set.provisioningState,
        time: new Date(set.modifiedAtMs).toISOString(),
      },
    ],
  };
}

function countStates(states: readonly string[]): JsonObject[] {
  const codes = states.map((state) => `ProvisioningState/${state.toLowerCase()}`);
  return [...new Set(codes)].map((code) => ({ code, count: codes.filter((each) => each === code).length }));
}
