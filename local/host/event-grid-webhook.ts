import type { FunctionRegistry, RegisteredFunction } from './function-registry.ts';
import { emptyResponse, type HostRequest, type HostResponse, textResponse } from './http-message.ts';
import type { InvocationInput, InvokeFunction } from './invoke-function.ts';
import type { QueryString } from './query-string.ts';

const offsetDate = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,7})?([+-]\d\d:\d\d)$/;
const methods: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']);

/**
 * The Event Grid webhook, after its key was checked: handshakes of both schemas, deliveries, unsubscribe.
 * Every element of a delivery is an invocation of its own, all are awaited, and one failure fails the delivery:
 * Event Grid then sends all of it again.
 */
export async function handleEventGrid(
  registry: FunctionRegistry,
  invoke: InvokeFunction,
  request: HostRequest,
  query: QueryString,
): Promise<HostResponse> {
  if (!methods.has(request.method)) return emptyResponse(404);
  const name = query.get('functionName') ?? '';
  const target = registry.ofTrigger('eventGridTrigger').find((candidate) => candidate.name === name);
  if (target === undefined) return textResponse(404, `cannot find function: '${name}'`);
  if (request.method === 'OPTIONS') return emptyResponse(200, { 'webhook-allowed-origin': 'eventgrid.azure.net' });
  switch (request.headers['aeg-event-type']?.toLowerCase()) {
    case 'subscriptionvalidation':
      return answerValidation(request);
    case 'notification':
      return deliver(target, invoke, request);
    case 'unsubscribe':
      return emptyResponse(202);
    default:
      return emptyResponse(400);
  }
}

function answerValidation(request: HostRequest): HostResponse {
  const data = readEvents(request)?.[0]?.data;
  const code = isObject(data) ? data.validationCode : undefined;
  if (typeof code !== 'string') return emptyResponse(500);
  return textResponse(200, JSON.stringify({ validationResponse: code }));
}

async function deliver(
  target: RegisteredFunction,
  invoke: InvokeFunction,
  request: HostRequest,
): Promise<HostResponse> {
  const events = readEvents(request);
  if (events === undefined) return emptyResponse(500);
  const outcomes = await Promise.allSettled(events.map((event) => invoke(target, toInput(event))));
  if (outcomes.every(({ status }) => status === 'fulfilled')) return emptyResponse(202);
  return textResponse(500, `Exception while executing function: Functions.${target.name}`);
}

function toInput(event: Readonly<Record<string, unknown>>): InvocationInput {
  const data = event.data;
  return {
    data: { json: JSON.stringify(event) },
    triggerMetadata: data === undefined ? {} : { data: { json: JSON.stringify(data) } },
  };
}

/** The events of a delivery, or undefined when the body is not one object or an array of objects. */
function readEvents(request: HostRequest): Readonly<Record<string, unknown>>[] | undefined {
  try {
    const body: unknown = JSON.parse(Buffer.from(request.body).toString('utf8'), rewriteOffsetDates);
    const events = Array.isArray(body) ? body : [body];
    return events.every(isObject) ? events : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A JSON reviver: date strings with an offset become UTC with `+00:00`, as the host's JSON reader does to events
 * on a machine in UTC. Digits of the fraction are kept.
 */
function rewriteOffsetDates(_key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const [, seconds, fraction = '', offset] = offsetDate.exec(value) ?? [];
  const atMs = Date.parse(`${seconds}${offset}`);
  if (seconds === undefined || Number.isNaN(atMs)) return value;
  return `${new Date(atMs).toISOString().slice(0, 19)}${fraction}+00:00`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
