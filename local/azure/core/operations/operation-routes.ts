import { armError, errorJson } from '../request/arm-error.ts';
import type { ArmReply, ArmRequest, Family, Route, SimContext } from '../types.ts';
import type { AsyncOperation } from './async-operations.ts';

const providers = ['Microsoft.Compute', 'Microsoft.HybridCompute', 'Microsoft.Resources'];

/** Status and result of asynchronous operations (Microsoft Learn, "Track asynchronous Azure operations"). */
export const operationFamily: Family = (context) =>
  providers.flatMap((provider): Route[] => {
    const location = `/subscriptions/{subscriptionId}/providers/${provider}/locations/{location}`;
    return [
      {
        method: 'GET',
        path: `${location}/operations/{operationId}`,
        operation: `${provider}/locations/operations/read`,
        handle: (request) => status(findOperation(context, request)),
      },
      {
        method: 'GET',
        path: `${location}/operationResults/{operationId}`,
        operation: `${provider}/locations/operationResults/read`,
        handle: (request) => result(findOperation(context, request)),
      },
    ];
  });

function findOperation(context: SimContext, request: ArmRequest): AsyncOperation {
  const id = request.param('operationId');
  const operation = context.operations.get(id);
  if (operation === undefined) throw armError(404, 'NotFound', `The operation '${id}' was not found.`);
  return operation;
}

function status(operation: AsyncOperation): ArmReply {
  const running = operation.status === 'InProgress';
  return {
    status: 200,
    headers: running ? { 'retry-after': operation.headers['retry-after'] ?? '10' } : {},
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

function result(operation: AsyncOperation): ArmReply {
  if (operation.status === 'InProgress') return { status: 202, headers: operation.headers };
  if (operation.error !== undefined) {
    return { status: operation.errorStatus, body: { error: errorJson(operation.error) } };
  }
  if (operation.result === 'gone') return { status: 204 };
  return operation.result === 'empty' ? { status: 200 } : { status: 200, body: operation.result() };
}
