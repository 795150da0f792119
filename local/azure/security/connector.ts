import { listAt, objectAt, textAt } from '../core/json.ts';
import { pageOf } from '../core/request/page.ts';
import { readBody } from '../core/request/read-body.ts';
import { locationOf, refuseOtherLocation } from '../core/store/location.ts';
import type { StoredResource } from '../core/store/resource-collection.ts';
import { deleteResource, groupIdOf, requireResource, resourceIdOf } from '../core/store/resource-path.ts';
import { checkPreconditions, etagOf, newResource, systemDataOf, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, Family, JsonObject, Route, SimContext } from '../core/types.ts';
import { connectorShape } from './connector-shape.ts';
import type { Defender } from './defender.ts';
import { invalidInput } from './refuse-input.ts';

export const connectorType = 'Microsoft.Security/securityConnectors';
const group = `/subscriptions/{subscriptionId}/resourceGroups/{groupName}/providers/${connectorType}`;

/** Specification of securityConnectors 2024-08-01-preview. */
const environments = ['Azure', 'AWS', 'GCP', 'Github', 'AzureDevOps', 'GitLab', 'DockerHub', 'JFrog'];

/** A connector to an account of another cloud, with what Defender does there. */
export interface Connector extends StoredResource {
  readonly location: string;
  tags: JsonObject | undefined;
  properties: JsonObject;
}

/** Connectors to AWS, GCP and others. */
export const connectorFamily =
  (defender: Defender): Family =>
  (context) => {
    context.bodies.set(connectorType.toLowerCase(), (id) => {
      const connector = defender.connectors.get(id);
      return connector && connectorJson(connector);
    });
    return [...readRoutes(context, defender), ...writeRoutes(context, defender)];
  };

function readRoutes(context: SimContext, { connectors }: Defender): Route[] {
  const operation = `${connectorType}/read`;
  return [
    {
      method: 'GET',
      path: `/subscriptions/{subscriptionId}/providers/${connectorType}`,
      operation,
      source: 'Defender for Cloud REST API, Security Connectors - List',
      executes: ['$skiptoken', '$top'],
      handle: (request) => pageOf(request, connectors.inSubscription(request.param('subscriptionId')), connectorJson),
    },
    {
      method: 'GET',
      path: group,
      operation,
      source: 'Defender for Cloud REST API, Security Connectors - List By Resource Group',
      executes: ['$skiptoken', '$top'],
      handle: (request) => pageOf(request, connectors.childrenOf(groupIdOf(context, request)), connectorJson),
    },
    {
      method: 'GET',
      path: `${group}/{name}`,
      operation,
      source: 'Defender for Cloud REST API, Security Connectors - Get',
      handle: (request) => ({
        status: 200,
        body: connectorJson(requireResource(context, request, connectorType, connectors)),
      }),
    },
  ];
}

function writeRoutes(context: SimContext, defender: Defender): Route[] {
  return [
    {
      method: 'PUT',
      path: `${group}/{name}`,
      operation: `${connectorType}/write`,
      source: 'Defender for Cloud REST API, Security Connectors - Create Or Update',
      publishes: 'write',
      handle: (request) => putConnector(context, defender, request),
    },
    {
      method: 'DELETE',
      path: `${group}/{name}`,
      operation: `${connectorType}/delete`,
      source: 'Defender for Cloud REST API, Security Connectors - Delete',
      publishes: 'delete',
      handle: (request) => deleteResource(context, request, connectorType, defender.connectors),
    },
  ];
}

function putConnector(context: SimContext, defender: Defender, request: ArmRequest): ArmReply {
  const body = readBody(request, connectorShape(request.apiVersion), ['location']);
  const id = resourceIdOf(context, request, connectorType);
  const existing = defender.connectors.get(id);
  refuseOtherLocation(existing, body, request.param('groupName'));
  checkPreconditions(request, existing);
  const properties = objectAt(body, 'properties') ?? {};
  const environment = textAt(properties, 'environmentName');
  if (environment !== undefined && !environments.includes(environment)) {
    throw invalidInput(
      `The environmentName '${environment}' is not valid. Possible values: ${environments.join(', ')}.`,
    );
  }
  const connector: Connector = existing ?? {
    ...newResource(context, request, id, connectorType),
    location: locationOf(body) ?? '',
    tags: undefined,
    properties: {},
  };
  connector.tags = objectAt(body, 'tags');
  connector.properties = { ...properties, offerings: listAt(properties, 'offerings') ?? [] };
  if (existing === undefined) defender.connectors.set(connector);
  else touch(context, connector, request.principal);
  return { status: existing === undefined ? 201 : 200, body: connectorJson(connector), resourceId: connector.id };
}

/** As a GET answers it. */
function connectorJson(connector: Connector): JsonObject {
  const { id, name, type, location, tags, properties } = connector;
  return { id, name, type, location, tags, etag: etagOf(connector), systemData: systemDataOf(connector), properties };
}
