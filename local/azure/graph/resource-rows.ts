import { arcExtensionJson } from '../arc/arc-extension-json.ts';
import type { ArcFleet } from '../arc/arc-fleet.ts';
import { arcMachineJson } from '../arc/arc-machine-json.ts';
import { scaleSetJson } from '../compute/scale-set.ts';
import { instanceViewJson, virtualMachineJson } from '../compute/virtual-machine-json.ts';
import { vmExtensionJson } from '../compute/vm-extension-json.ts';
import { isObject, listAt, objectAt, textAt } from '../core/json.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import type { StoredResource } from '../core/store/resource-collection.ts';
import type { JsonObject, JsonValue, SimContext, Subscription } from '../core/types.ts';
import type { Associations } from '../monitor/associations.ts';
import { connectorJson } from '../security/connector.ts';
import type { Defender } from '../security/defender.ts';
import { securityRows } from './security-rows.ts';

/** Where the resources are that Resource Graph shows. */
export interface GraphSources {
  readonly arc: ArcFleet;
  readonly associations: Associations;
  readonly defender: Defender;
}

/** A resource as Resource Graph has it now. */
export interface ResourceRow {
  readonly table: string;
  /** As ARM spells it. */
  readonly id: string;
  /** What a caller needs to read it, such as `Microsoft.Compute/virtualMachines/read`. */
  readonly action: string;
  /** Lower-case. */
  readonly subscriptionId: string;
  readonly values: JsonObject;
}

/** Every resource of the simulated tenant as it is now. */
export function resourceRows(context: SimContext, sources: GraphSources): readonly ResourceRow[] {
  const { associations } = sources;
  const subscriptions = [...context.subscriptions.values()].map((subscription) => containerRow(context, subscription));
  const resources = context.collections.flatMap((collection) => collection.all());
  return [
    ...subscriptions,
    ...resources.flatMap((resource) => {
      const isAssociation = associations.collection.get(resource.id) === resource;
      return resource.location === undefined && !isAssociation ? [] : [resourceRow(context, sources, resource)];
    }),
    ...securityRows(context, sources.defender),
  ];
}

function resourceRow(context: SimContext, sources: GraphSources, resource: StoredResource): ResourceRow {
  const json = jsonOf(context, sources, resource);
  const { subscriptionId = '', groupName = '' } = parseArmId(resource.id);
  const isGroup = resource.type === 'Microsoft.Resources/resourceGroups';
  const action = isGroup ? 'Microsoft.Resources/subscriptions/resourceGroups/read' : `${resource.type}/read`;
  return {
    table: tableOf(resource.type),
    id: resource.id,
    action,
    subscriptionId: subscriptionId.toLowerCase(),
    values: {
      ...json,
      id: resource.id,
      name: resource.name,
      // Types are lower-case in Resource Graph, and a group is named with its subscription.
      type: isGroup ? 'microsoft.resources/subscriptions/resourcegroups' : resource.type.toLowerCase(),
      tenantId: context.tenantId,
      resourceGroup: groupName.toLowerCase(),
      subscriptionId,
    },
  };
}

function tableOf(type: string): string {
  if (type === 'Microsoft.Resources/resourceGroups') return 'resourcecontainers';
  return type === 'Microsoft.Insights/dataCollectionRuleAssociations' ? 'insightsresources' : 'resources';
}

/** As its GET answers it; of types that no query of ours reads only what every resource has. */
function jsonOf(
  context: SimContext,
  { arc, associations, defender }: GraphSources,
  resource: StoredResource,
): JsonObject {
  const { id } = resource;
  const vm = context.vms.get(id);
  if (vm !== undefined) return withPower(virtualMachineJson(context, vm, false), instanceViewJson(context, vm));
  const vmExtension = context.vmExtensions.get(id);
  if (vmExtension !== undefined) return vmExtensionJson(vmExtension, false);
  const scaleSet = context.scaleSets.get(id);
  if (scaleSet !== undefined) return scaleSetJson(context, scaleSet);
  const machine = arc.machines.get(id);
  if (machine !== undefined) return arcMachineJson(context, arc, machine);
  const extension = arc.extensions.get(id);
  if (extension !== undefined) return arcExtensionJson(extension);
  const connector = defender.connectors.get(id);
  if (connector !== undefined) return connectorJson(connector);
  const association = associations.collection.get(id);
  if (association !== undefined) {
    const { ruleId, endpointId, description } = association;
    return {
      properties: { description, dataCollectionRuleId: ruleId, dataCollectionEndpointId: endpointId },
    };
  }
  return { location: resource.location, tags: resource.tags };
}

/** `properties.extended.instanceView` (page "Azure Resource Graph query language", extended properties). */
function withPower(json: JsonObject, view: JsonObject): JsonObject {
  const { resources: _extensions, ...rest } = json;
  const { osName, osVersion, computerName } = view;
  const statuses = (listAt(view, 'statuses') ?? []).filter((status) => isObject(status));
  const powerState = statuses.find((status) => textAt(status, 'code')?.startsWith('PowerState/') === true);
  const instanceView = { computerName, osName, osVersion, powerState };
  return { ...rest, properties: { ...objectAt(json, 'properties'), extended: { instanceView } } };
}

/** A subscription, right under the tenant's root group: there are no other management groups here. */
function containerRow(context: SimContext, { id, displayName, state }: Subscription): ResourceRow {
  const chain: JsonValue = [{ name: context.tenantId, displayName: 'Tenant Root Group' }];
  return {
    table: 'resourcecontainers',
    id: `/subscriptions/${id}`,
    action: 'Microsoft.Resources/subscriptions/read',
    subscriptionId: id.toLowerCase(),
    values: {
      id: `/subscriptions/${id}`,
      name: displayName,
      type: 'microsoft.resources/subscriptions',
      tenantId: context.tenantId,
      subscriptionId: id,
      properties: { state, managementGroupAncestorsChain: chain },
    },
  };
}
