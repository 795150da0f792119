import { createHttpHeaders, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline';

export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface RecordedReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export type RecordedAnswer = (
  request: SentRequest,
  signal: PipelineRequest['abortSignal'],
) => RecordedReply | Promise<RecordedReply>;

/** `path?query` of what was sent, without the endpoint. */
export function pathOf(request: SentRequest): string {
  const { pathname, search } = new URL(request.url);
  return `${pathname}${search}`;
}

/** A transport that keeps what was sent and answers from a function; a thrown error is a broken connection. */
export function recordedHttpClient(answer: RecordedAnswer): HttpClient & { readonly sent: readonly SentRequest[] } {
  const sent: SentRequest[] = [];
  const sendRequest = async (request: PipelineRequest) => {
    const seen = describe(request);
    sent.push(seen);
    const { status, headers = {}, body } = await answer(seen, request.abortSignal);
    const bodyAsText = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const all = { 'content-type': 'application/json; charset=utf-8', ...headers };
    return { request, status, headers: createHttpHeaders(all), bodyAsText };
  };
  return { sent, sendRequest };
}

function describe(request: PipelineRequest): SentRequest {
  const { method, url, body } = request;
  return {
    method,
    url,
    headers: request.headers.toJSON(),
    body: typeof body === 'string' ? JSON.parse(body) : undefined,
  };
}
