import { parseArmId } from '../store/arm-id.ts';
import type { ArmReply, ArmRequest, EventKind, ResourceEvent, Route, SimContext } from '../types.ts';

/** Tells of a write, delete or action: at once, or when its asynchronous operation ends. */
export function publishOutcome(context: SimContext, request: ArmRequest, route: Route, reply: ArmReply): void {
  const kind = route.publishes;
  if (kind === undefined || reply.publish === false || reply.status >= 400) return;
  const resourceUri = reply.resourceId ?? defaultResource(request);
  if (reply.operation === undefined) {
    context.publish(eventOf(context, request, kind, resourceUri));
    return;
  }
  reply.operation.onEnd(({ status }) => {
    const outcome = status === 'Succeeded' ? 'Success' : 'Failure';
    context.publish({ ...eventOf(context, request, kind, resourceUri), outcome });
  });
}

/** The event of a request that succeeded now. */
export function eventOf(context: SimContext, request: ArmRequest, kind: EventKind, resourceUri: string): ResourceEvent {
  return {
    kind,
    outcome: 'Success',
    operationName: request.operation,
    resourceUri,
    subscriptionId: parseArmId(resourceUri).subscriptionId ?? '',
    principal: request.principal,
    method: request.method,
    url: request.url.href,
    correlationId: request.correlationId,
    clientRequestId: request.headers['x-ms-client-request-id'],
    atMs: context.time.now(),
  };
}

function defaultResource(request: ArmRequest): string {
  return request.method === 'POST' ? request.path.split('/').slice(0, -1).join('/') : request.path;
}
