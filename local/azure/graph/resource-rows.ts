import { arcExtensionJson } from '../arc/arc-extension-json.ts';
import type { ArcFleet } from '../arc/arc-fleet.ts';
import { arcMachineJson } from '../arc/arc-machine-json.ts';
import { scaleSetJson } from '../compute/scale-sets/scale-set-json.ts';
import { instanceViewJson, virtualMachineJson } from '../compute/virtual-machine-json.ts';
import { vmExtensionJson } from '../compute/vm-extension-json.ts';
import { isObject, listAt, objectAt, textAt } from '../core/json.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import type { StoredResource } from '../core/store/resource-collection.ts';
import type { JsonObject, SimContext } from '../core/types.ts';
import type { Associations } from '../monitor/associations.ts';
import type { Defender } from '../security/defender.ts';
import { containerRows } from './container-rows.ts';
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
  /** Lower-case; empty for a management group. */
  readonly subscriptionId: string;
  /** Name of the management group that it is. */
  readonly managementGroup?: string;
  readonly values: JsonObject;
}

/** Every resource of the simulated tenant as it is now. */
export function resourceRows(context: SimContext, sources: GraphSources): readonly ResourceRow[] {
  const resources = context.collections.flatMap((collection) => collection.all());
  return [
    ...containerRows(context),
    ...resources
      .filter(({ location, type }) => location !== undefined || tablesOfTypes.has(type.toLowerCase()))
      .map((resource) => resourceRow(context, sources, resource)),
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
    ...managementGroupOf(context, resource.id),
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

/** Tables of their own for some types, lower-case, which are shown there although they are no tracked resources. */
const tablesOfTypes: ReadonlyMap<string, string> = new Map([
  ['microsoft.resources/resourcegroups', 'resourcecontainers'],
  ['microsoft.insights/datacollectionruleassociations', 'insightsresources'],
  ['microsoft.authorization/policyassignments', 'policyresources'],
  ['microsoft.authorization/policydefinitions', 'policyresources'],
  ['microsoft.authorization/policyexemptions', 'policyresources'],
]);

function tableOf(type: string): string {
  return tablesOfTypes.get(type.toLowerCase()) ?? 'resources';
}

/** The group, in its own casing, that something is written at. */
function managementGroupOf(context: SimContext, id: string): Pick<ResourceRow, 'managementGroup'> {
  const [, name] = /^\/providers\/Microsoft\.Management\/managementGroups\/([^/]+)/i.exec(id) ?? [];
  const group = name === undefined ? undefined : context.managementGroups.get(name);
  return group === undefined ? {} : { managementGroup: group.name };
}

/** As its GET answers it; of types that no query of ours reads only what every resource has. */
function jsonOf(context: SimContext, { arc, associations }: GraphSources, resource: StoredResource): JsonObject {
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
  const association = associations.collection.get(id);
  if (association !== undefined) {
    const { ruleId, endpointId, description } = association;
    return {
      properties: { description, dataCollectionRuleId: ruleId, dataCollectionEndpointId: endpointId },
    };
  }
  const { type, location, tags, managedBy, provisioningState } = resource;
  const properties = provisioningState === undefined ? undefined : { provisioningState };
  return context.bodies.get(type.toLowerCase())?.(id) ?? { location, tags, managedBy, properties };
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
