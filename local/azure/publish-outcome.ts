import { parseArmId } from './arm-id.ts';
import type { ArmReply, ArmRequest, ResourceEvent, Route, SimContext } from './types.ts';

/** Tells of a write, delete or action: at once, or when its asynchronous operation ends. */
export function publishOutcome(context: SimContext, request: ArmRequest, route: Route, reply: ArmReply): void {
  if (route.publishes === undefined || reply.publish === false || reply.status >= 400) return;
  const kind = route.publishes;
  const tell = (outcome: ResourceEvent['outcome']): void => {
    const resourceUri = reply.resourceId ?? defaultResource(request);
    context.publish({
      kind,
      outcome,
      operationName: request.operation,
      resourceUri,
      subscriptionId: parseArmId(resourceUri).subscriptionId ?? '',
      principal: request.principal,
      method: request.method,
      url: request.url.href,
      correlationId: request.correlationId,
      clientRequestId: request.headers['x-ms-client-request-id'],
      atMs: context.time.now(),
    });
  };
  if (reply.operation === undefined) tell('Success');
  else reply.operation.onEnd(({ status }) => tell(status === 'Succeeded' ? 'Success' : 'Failure'));
}

function defaultResource(request: ArmRequest): string {
  return request.method === 'POST' ? request.path.split('/').slice(0, -1).join('/') : request.path;
}
