import type { DurableEngine } from '../durable/engine-api.ts';
import type { DurableCall } from './durable-call.ts';
import { purgeMany, purgeOne } from './durable-purge.ts';
import { answerList, answerStatus } from './durable-status.ts';
import { managementUrls } from './durable-urls.ts';
import { emptyResponse, type HostResponse, jsonResponse } from './http-message.ts';

/** The management API of Durable Functions, after the key was checked: what this product uses of it. */
export async function handleDurable(engine: DurableEngine, call: DurableCall): Promise<HostResponse> {
  const [area, id, operation, ...rest] = call.segments;
  const hub = call.query.get('taskHub');
  if (hub !== undefined && hub.toLowerCase() !== call.hubName.toLowerCase()) return emptyResponse(404);
  if (call.segments.some((segment) => /%2f/i.test(segment))) return emptyResponse(404);
  const at = `${call.request.method} ${area?.toLowerCase()}${call.segments.length > 1 ? '/id' : ''}`;
  if (rest.length > 0) return notSupportedOr404(area, operation, call.request.method);
  if (at === 'POST orchestrators/id') return start(engine, call, id ?? '', operation);
  if (operation !== undefined) return operate(engine, call, id ?? '', operation.toLowerCase());
  if (at === 'GET instances/id') return answerStatus(engine, call, id ?? '');
  if (at === 'DELETE instances/id') return purgeOne(engine, id ?? '');
  if (at === 'GET instances') return answerList(engine, call);
  if (at === 'DELETE instances') return purgeMany(engine, call.query);
  return notSupportedOr404(area, undefined, call.request.method);
}

function notSupportedOr404(area: string | undefined, operation: string | undefined, method: string): HostResponse {
  if (area?.toLowerCase() === 'entities') return notSupported('entities');
  if (operation?.toLowerCase() === 'raiseevent' && method === 'POST') return notSupported('raiseEvent');
  return emptyResponse(404);
}

function notSupported(what: string): HostResponse {
  return jsonResponse(501, {
    Message: `${what} is not supported by the local host: this product does not use it (local/host/README.md).`,
  });
}

const unsupportedOperations: ReadonlySet<string> = new Set(['suspend', 'resume', 'rewind', 'restart']);

async function operate(engine: DurableEngine, call: DurableCall, id: string, operation: string): Promise<HostResponse> {
  if (call.segments[0]?.toLowerCase() !== 'instances') {
    return notSupportedOr404(call.segments[0], operation, call.request.method);
  }
  if (call.request.method !== 'POST') return emptyResponse(404);
  if (unsupportedOperations.has(operation)) return notSupported(operation);
  if (operation !== 'terminate') return emptyResponse(404);
  const result = await engine.terminate(id, call.query.get('reason') ?? '');
  return emptyResponse({ accepted: 202, notFound: 404, alreadyFinished: 410 }[result]);
}

async function start(engine: DurableEngine, call: DurableCall, name: string, id?: string): Promise<HostResponse> {
  if (call.query.get('timeout') !== undefined) return notSupported('start and wait (timeout)');
  const input = Buffer.from(call.request.body).toString('utf8');
  const invalid = input === '' ? undefined : invalidJson(input);
  if (invalid !== undefined) return invalid;
  const result = await engine.start({ name, instanceId: id || undefined, input: input === '' ? undefined : input });
  if (result.kind === 'alreadyExists') {
    return jsonResponse(409, {
      Message: `An Orchestration instance with the status ${result.runtimeStatus} already exists.`,
    });
  }
  const urls = managementUrls(result.instanceId, { base: call.base, query: call.urlQuery });
  return jsonResponse(202, urls, { location: urls.statusQueryGetUri ?? '', 'retry-after': '10' });
}

/** A body that ends too early is a 500 of the extension, any other broken one a 400. */
function invalidJson(text: string): HostResponse | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const early = /unexpected end|unterminated|expected .* at position \d+ \(|double-quoted/i.test(detail);
    const Message = early ? 'Something went wrong while processing your request' : 'Invalid JSON content';
    return jsonResponse(early ? 500 : 400, { Message, ExceptionMessage: detail });
  }
}
