import { objectAt, textAt } from '../core/json.ts';
import { armError } from '../core/request/arm-error.ts';
import { resourceNotFound } from '../core/request/not-found.ts';
import { readBody } from '../core/request/read-body.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import { resourceIdOf } from '../core/store/resource-path.ts';
import {
  checkPreconditions,
  etagOf,
  findResource,
  newResource,
  systemDataOf,
  touch,
} from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, Family, JsonObject, Route, SimContext } from '../core/types.ts';
import type { Association, Associations } from './associations.ts';
import { invalidPayload } from './invalid-payload.ts';

const type = 'Microsoft.Insights/dataCollectionRuleAssociations';
const path = `{*scope}/providers/${type}`;
/** Azure docs, "Data collection rules": a resource can have up to 30. */
const mostPerMachine = 30;
/** The only name that an association with an endpoint may have (Azure docs, "Data collection endpoints"). */
const endpointName = 'configurationAccessEndpoint';
const machineTypes = [
  'microsoft.compute/virtualmachines',
  'microsoft.compute/virtualmachinescalesets',
  'microsoft.hybridcompute/machines',
];

const shape = {
  id: 'string',
  name: 'string',
  type: 'string',
  etag: 'string',
  systemData: 'any',
  properties: {
    description: 'string',
    dataCollectionRuleId: 'string',
    dataCollectionEndpointId: 'string',
    provisioningState: 'string',
    metadata: 'any',
  },
} as const;

/** Associations of data collection rules and endpoints with machines (Azure Monitor REST API). */
export const associationFamily =
  (associations: Associations): Family =>
  (context) => {
    context.collections.push(associations.collection);
    return [...readRoutes(context, associations), ...writeRoutes(context, associations)];
  };

function readRoutes(context: SimContext, associations: Associations): Route[] {
  const operation = `${type}/read`;
  const list = (values: readonly Association[]): ArmReply => ({
    status: 200,
    body: { value: values.map(associationJson) },
  });
  return [
    {
      method: 'GET',
      path,
      operation,
      source: 'Azure Monitor REST API, Data Collection Rule Associations - List By Resource',
      handle: (request) => list(associations.ofMachine(machineOf(context, request))),
    },
    {
      method: 'GET',
      path: '/subscriptions/{subscriptionId}/resourceGroups/{groupName}/providers/Microsoft.Insights/dataCollectionRules/{name}/associations',
      operation,
      source: 'Azure Monitor REST API, Data Collection Rule Associations - List By Rule',
      handle: (request) => list(associations.ofRule(ruleIdOf(context, request))),
    },
    {
      method: 'GET',
      path: `${path}/{name}`,
      operation,
      source: 'Azure Monitor REST API, Data Collection Rule Associations - Get',
      handle: (request) => {
        const association = associations.collection.get(idOf(request));
        if (association === undefined) throw resourceNotFound(idOf(request));
        return { status: 200, body: associationJson(association) };
      },
    },
  ];
}

function writeRoutes(context: SimContext, associations: Associations): Route[] {
  return [
    {
      method: 'PUT',
      path: `${path}/{name}`,
      operation: `${type}/write`,
      source: 'Azure Monitor REST API, Data Collection Rule Associations - Create',
      publishes: 'write',
      handle: (request) => put(context, associations, request),
    },
    {
      method: 'DELETE',
      path: `${path}/{name}`,
      operation: `${type}/delete`,
      source: 'Azure Monitor REST API, Data Collection Rule Associations - Delete',
      publishes: 'delete',
      handle: (request) => {
        const association = associations.collection.get(idOf(request));
        if (association === undefined) return { status: 204, publish: false };
        checkPreconditions(request, association);
        context.remove(association.id);
        return { status: 200, resourceId: association.id };
      },
    },
  ];
}

function ruleIdOf(context: SimContext, request: ArmRequest): string {
  return resourceIdOf(context, request, 'Microsoft.Insights/dataCollectionRules');
}

/** As the request names it; casing as sent. */
function idOf(request: ArmRequest): string {
  return `${request.param('scope')}/providers/${type}/${request.param('name')}`;
}

function put(context: SimContext, associations: Associations, request: ArmRequest): ArmReply {
  const scope = machineOf(context, request);
  const properties = objectAt(readBody(request, shape, ['properties']), 'properties');
  const ruleId = textAt(properties, 'dataCollectionRuleId');
  const endpointId = textAt(properties, 'dataCollectionEndpointId');
  checkTarget(context, request.param('name'), ruleId, endpointId);
  const existing = associations.collection.get(idOf(request));
  checkPreconditions(request, existing);
  if (existing === undefined && associations.ofMachine(scope).length >= mostPerMachine) {
    throw armError(
      400,
      'AssociationLimitExceeded',
      `The resource '${scope}' has ${mostPerMachine} data collection rule associations; it cannot have more.`,
    );
  }
  const association: Association = existing ?? {
    ...newResource(context, request, `${scope}/providers/${type}/${request.param('name')}`, type),
    scope,
    ruleId,
    endpointId,
    description: undefined,
  };
  association.ruleId = ruleId;
  association.endpointId = endpointId;
  association.description = textAt(properties, 'description');
  if (existing === undefined) associations.collection.set(association);
  else touch(context, association, request.principal);
  const status = existing === undefined ? 201 : 200;
  return { status, body: associationJson(association), resourceId: association.id };
}

/** Exactly one of rule and endpoint, which must exist; an endpoint goes by one name only. */
function checkTarget(
  context: SimContext,
  name: string,
  ruleId: string | undefined,
  endpointId: string | undefined,
): void {
  const invalid = (message: string, target: string) =>
    invalidPayload('Data collection rule association', [{ code: 'InvalidProperty', message, target }]);
  const target = ruleId ?? endpointId;
  if (target === undefined || (ruleId !== undefined && endpointId !== undefined)) {
    throw invalid('Exactly one of dataCollectionRuleId and dataCollectionEndpointId is required.', 'properties');
  }
  const member = ruleId === undefined ? 'properties.dataCollectionEndpointId' : 'properties.dataCollectionRuleId';
  if ((endpointId !== undefined) !== (name.toLowerCase() === endpointName.toLowerCase())) {
    throw invalid(`An association with an endpoint, and only that, is named '${endpointName}'.`, 'name');
  }
  const wanted = ruleId === undefined ? 'dataCollectionEndpoints' : 'dataCollectionRules';
  if (parseArmId(target).typePath.toLowerCase() !== `microsoft.insights/${wanted}`.toLowerCase()) {
    throw invalid(`'${target}' is not the id of one of ${wanted}.`, member);
  }
  if (findResource(context, target) === undefined) throw invalid(`The resource '${target}' was not found.`, member);
}

/** The id, in its official casing, of the machine that the association is on; it must exist and be of a type that can have associations. */
function machineOf(context: SimContext, request: ArmRequest): string {
  const scope = request.param('scope');
  if (!machineTypes.includes(parseArmId(scope).typePath.toLowerCase())) {
    throw armError(400, 'UnsupportedResourceType', `Data collection rules cannot be associated with '${scope}'.`);
  }
  const machine = findResource(context, scope);
  if (machine === undefined) throw resourceNotFound(scope);
  return machine.id;
}

function associationJson(association: Association): JsonObject {
  return {
    id: association.id,
    name: association.name,
    type: association.type,
    etag: etagOf(association),
    systemData: systemDataOf(association),
    properties: {
      description: association.description,
      dataCollectionRuleId: association.ruleId,
      dataCollectionEndpointId: association.endpointId,
      provisioningState: 'Succeeded',
    },
  };
}
