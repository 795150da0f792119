import { armError, errorJson } from '../request/arm-error.ts';
import type { ArmReply, ArmRequest, Family, Route, SimContext } from '../types.ts';
import type { AsyncOperation } from './async-operations.ts';
import { isSignatureWhole } from './signed-link.ts';

const locations = (provider: string): string =>
  `/subscriptions/{subscriptionId}/providers/${provider}/locations/{location}`;

/** Status and result of asynchronous operations (Microsoft Learn, "Track asynchronous Azure operations"). */
export const operationFamily: Family = (context) => [
  ...['Microsoft.Compute', 'Microsoft.Resources'].map(
    (provider): Route => ({
      method: 'GET',
      path: `${locations(provider)}/operations/{operationId}`,
      operation: `${provider}/locations/operations/read`,
      source: 'recordings of azure-cli: one path, with monitor=true for the result',
      handle: (request) => {
        const operation = findOperation(context, request);
        return request.query.monitor === 'true' ? result(operation) : status(operation);
      },
    }),
  ),
  {
    method: 'GET',
    path: `${locations('Microsoft.HybridCompute')}/operationstatus/{operationId}`,
    operation: 'Microsoft.HybridCompute/locations/operationstatus/read',
    source: 'recordings of azure-powershell, ConnectedMachine',
    handle: (request) => arcStatus(findOperation(context, request)),
  },
  {
    method: 'GET',
    path: `${locations('Microsoft.HybridCompute')}/operationresults/{operationId}`,
    operation: 'Microsoft.HybridCompute/locations/operationresults/read',
    source: 'recordings of azure-powershell, ConnectedMachine',
    handle: (request) => result(findOperation(context, request)),
  },
  {
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/providers/Microsoft.EventGrid/operationsStatus/{operationId}',
    operation: 'Microsoft.EventGrid/operationsStatus/read',
    source: 'recordings of azure-cli, eventgrid',
    handle: (request) => eventGridStatus(request, findOperation(context, request)),
  },
  {
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/providers/Microsoft.EventGrid/operationResults/{operationId}',
    operation: 'Microsoft.EventGrid/operationResults/read',
    source: 'recordings of azure-cli, eventgrid',
    handle: (request) => result(findOperation(context, request)),
  },
];

function findOperation(context: SimContext, request: ArmRequest): AsyncOperation {
  const id = request.param('operationId');
  const operation = context.operations.get(id);
  if (operation === undefined) throw armError(404, 'NotFound', `The operation '${id}' was not found.`);
  if (isSignatureWhole(request.query, operation)) return operation;
  throw armError(403, 'InvalidSignature', `The signature of the link to operation '${id}' is not the one given out.`);
}

function status(operation: AsyncOperation): ArmReply {
  return {
    status: 200,
    headers: paceOf(operation),
    body: {
      startTime: new Date(operation.startedAtMs).toISOString(),
      endTime: operation.endedAtMs === undefined ? undefined : new Date(operation.endedAtMs).toISOString(),
      status: operation.status,
      name: operation.id,
      properties: operation.output === undefined ? undefined : { output: operation.output },
      error: operation.error === undefined ? undefined : errorJson(operation.error),
    },
  };
}

/** Without an end time, and with the whole resource when there is one to show. */
function arcStatus(operation: AsyncOperation): ArmReply {
  return {
    status: 200,
    headers: paceOf(operation),
    body: {
      name: operation.id,
      status: operation.status,
      startTime: new Date(operation.startedAtMs).toISOString(),
      properties: operation.output,
      error: operation.error === undefined ? undefined : errorJson(operation.error),
    },
  };
}

/** Without times; its id is the link itself, without a signature. */
function eventGridStatus({ url, apiVersion }: ArmRequest, operation: AsyncOperation): ArmReply {
  return {
    status: 200,
    body: {
      id: `${url.origin}${url.pathname}?api-version=${apiVersion}`,
      name: operation.id,
      status: operation.status,
      error: operation.error === undefined ? undefined : errorJson(operation.error),
    },
  };
}

function paceOf({ status: state, retryAfterSeconds }: AsyncOperation): Record<string, string> {
  return state === 'InProgress' ? { 'retry-after': String(retryAfterSeconds) } : {};
}

function result(operation: AsyncOperation): ArmReply {
  if (operation.status === 'InProgress')
    return { status: 202, headers: { ...operation.headers, ...paceOf(operation) } };
  if (operation.error !== undefined) {
    return { status: operation.errorStatus, body: { error: errorJson(operation.error) } };
  }
  if (operation.result === 'gone') return { status: 204 };
  return operation.result === 'empty' ? { status: 200 } : { status: 200, body: operation.result() };
}
