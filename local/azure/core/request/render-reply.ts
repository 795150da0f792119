import { randomUUID } from 'node:crypto';
import type { ArmReply, ArmRequest, SimHttpResponse } from '../types.ts';
import { remainingRequests } from './remaining-requests.ts';

/** A reply to a routed request, with the headers that ARM adds to every answer. */
export function renderReply(request: ArmRequest, reply: ArmReply): SimHttpResponse {
  const response = renderPlain(reply, request.correlationId);
  return {
    ...response,
    body: request.method === 'HEAD' ? undefined : response.body,
    headers: { ...remainingRequests(request), ...response.headers },
  };
}

/** A reply to what never became a request, such as one without a token. */
export function renderPlain(reply: ArmReply, correlationId: string = randomUUID()): SimHttpResponse {
  const requestId = randomUUID();
  return {
    status: reply.status,
    headers: {
      'x-ms-request-id': requestId,
      'x-ms-correlation-request-id': correlationId,
      'x-ms-routing-request-id': `LOCAL:${requestId}`,
      'cache-control': 'no-cache',
      ...(reply.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      ...reply.operation?.headers,
      ...reply.headers,
    },
    body: reply.body === undefined ? undefined : JSON.stringify(reply.body),
  };
}
