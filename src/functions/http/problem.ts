import type { HttpResponseInit } from '@azure/functions';

export interface FieldError {
  /** Where in the body or query, e.g. `scopes.0`. */
  readonly path: string;
  readonly message: string;
}

export interface ProblemExtensions {
  readonly errors?: readonly FieldError[];
  /** Also sent as header Retry-After. */
  readonly retryAfterSeconds?: number;
  readonly [extension: string]: unknown;
}

/** An RFC 9457 problem document: what happened, and what to do. */
export function problem(status: number, code: string, detail: string, more: ProblemExtensions = {}): HttpResponseInit {
  const { retryAfterSeconds } = more;
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    },
    body: JSON.stringify({
      type: `urn:problem:${code}`,
      title: titles[status] ?? 'Error',
      status,
      code,
      detail,
      ...more,
    }),
  };
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  403: 'Forbidden',
  404: 'Not found',
  409: 'Conflict',
  413: 'Content too large',
  415: 'Unsupported media type',
  422: 'Unprocessable content',
  500: 'Internal error',
  502: 'Azure refused',
  503: 'Unavailable',
};
