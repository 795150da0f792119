import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
  RestError,
} from '@azure/core-rest-pipeline';
import type { Simulator } from '../simulator.ts';

/** Where a paused request stands: not yet seen by the simulator, or answered and not yet delivered. */
type PausePoint = 'request' | 'reply';

export interface InProcessOptions {
  /** Called at both points; the request goes on when it resolves. For seeded interleavings. */
  readonly pause?: (request: PipelineRequest, point: PausePoint) => Promise<void>;
}

/**
 * The HTTP client for Azure SDK clients that reaches the simulator without sockets: pass it as `httpClient`.
 * An aborted request rejects with AbortError (it may still take effect), a dropped one with RestError ECONNRESET.
 */
export function createInProcessHttpClient(simulator: Simulator, options: InProcessOptions = {}): HttpClient {
  return { sendRequest: (request) => untilAborted(request, send(simulator, options, request)) };
}

async function send(
  simulator: Simulator,
  { pause }: InProcessOptions,
  request: PipelineRequest,
): Promise<PipelineResponse> {
  await pause?.(request, 'request');
  if (request.abortSignal?.aborted) throw abortError();
  const response = await simulator.handle({
    method: request.method,
    url: request.url,
    headers: request.headers.toJSON(),
    body: bodyText(request),
  });
  await pause?.(request, 'reply');
  if (response.drop) throw new RestError('socket hang up', { code: 'ECONNRESET', request });
  return {
    request,
    status: response.status,
    headers: createHttpHeaders({ ...response.headers }),
    bodyAsText: response.body ?? '',
  };
}

function bodyText(request: PipelineRequest): string | undefined {
  const { body } = request;
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return body;
  throw new Error(`The in-process client sends text bodies only: ${request.method} ${request.url}`);
}

function untilAborted<T>(request: PipelineRequest, work: Promise<T>): Promise<T> {
  const { abortSignal } = request;
  if (abortSignal === undefined) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(abortError());
    if (abortSignal.aborted) abort();
    abortSignal.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => abortSignal.removeEventListener('abort', abort));
  });
}

function abortError(): Error {
  const error = new Error('The operation was aborted.');
  error.name = 'AbortError';
  return error;
}
