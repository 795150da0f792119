import type { AsyncOperation, OperationEnd } from '../core/operations/async-operations.ts';
import { pickDuration } from '../core/operations/durations.ts';
import type { ArmRequest, SimContext } from '../core/types.ts';

/**
 * Work of Event Grid that ends later. A write tells only `Azure-AsyncOperation`, a delete `Location` too; nothing says
 * `Retry-After` (recordings of azure-cli, eventgrid).
 */
export function startEventGridWork(
  context: SimContext,
  request: ArmRequest,
  resourceId: string,
  kind: 'write' | 'delete',
  end: () => OperationEnd,
): AsyncOperation {
  return context.operations.start({
    url: request.url,
    apiVersion: request.apiVersion,
    resourceId,
    provider: 'Microsoft.EventGrid',
    location: 'global',
    durationMs: pickDuration(context.random, context.durations.eventGridWork),
    tells: kind === 'write' ? ['azure-asyncoperation'] : ['azure-asyncoperation', 'location'],
    result: 'gone',
    end,
  });
}
