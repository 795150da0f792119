import {
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type HttpMethods,
  isRestError,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import type { ArmClientName, ArmClients } from './arm-clients.ts';

export interface RawRequest {
  readonly client: ArmClientName;
  readonly method: HttpMethods;
  /** Absolute, with its api-version. */
  readonly url: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Called when the request is about to leave, signed and complete; a throw keeps it here. */
  readonly beforeLeaving?: () => void;
}

export interface RawReply {
  readonly status: number;
  header(name: string): string | undefined;
  /** Parsed JSON; undefined when there was none or it could not be parsed. */
  readonly body: unknown;
}

/**
 * Sends one request through an SDK client's own pipeline and gives the answer as it came, whatever its status.
 * Raw, because the SDK models drop fields on the way (an Arc extension's `enableAutomaticUpgrade`), and because
 * a body then is exactly what was decided. Throws when there is no answer within the client's timeout.
 */
export async function sendRaw(clients: ArmClients, request: RawRequest): Promise<RawReply> {
  const abortSignal = AbortSignal.timeout(clients.callTimeoutMs);
  const pipelineRequest = createPipelineRequest({
    method: request.method,
    url: request.url,
    headers: createHttpHeaders({ accept: 'application/json', ...contentType(request.body), ...request.headers }),
    abortSignal,
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
  const httpClient = withHook(clients.httpClient, request.beforeLeaving);
  const sent = clients[request.client].sendRequest(httpClient, pipelineRequest).catch(answerWithin);
  try {
    // The race also ends a wait for a token, and a transport that does not listen to the signal.
    return toReply(await Promise.race([sent, untilAborted(abortSignal)]));
  } catch (error) {
    throw abortSignal.aborted ? new Error(`no answer within ${clients.callTimeoutMs} ms`) : error;
  }
}

function contentType(body: object | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
}

function withHook(httpClient: HttpClient, hook: (() => void) | undefined): HttpClient {
  if (hook === undefined) return httpClient;
  return {
    sendRequest: async (request) => {
      hook();
      return await httpClient.sendRequest(request);
    },
  };
}

/** Some pipelines throw an answer that they cannot parse; it is an answer all the same. */
function answerWithin(error: unknown): PipelineResponse {
  if (isRestError(error) && error.response !== undefined) return error.response;
  throw error;
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

function toReply(response: PipelineResponse): RawReply {
  return {
    status: response.status,
    header: (name) => response.headers.get(name),
    body: parseJson(response.bodyAsText ?? ''),
  };
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
