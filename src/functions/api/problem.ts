import type { HttpResponseInit } from '@azure/functions';
import { type ProblemCode, type ProblemMore, problemEntry } from '../contract/problem-codes.ts';

/** A problem that a handler answers; only codes that its route declares compile there. */
export interface Problem<Code extends ProblemCode = ProblemCode> {
  readonly problem: Code;
  /** What happened, and what to do. */
  readonly detail: string;
  readonly more: Readonly<Record<string, unknown>>;
}

/** A problem of this code; `more` is what documents of the code hold beside it. */
export function problem<Code extends ProblemCode>(
  code: Code,
  detail: string,
  ...[more]: Record<never, never> extends ProblemMore<Code> ? [ProblemMore<Code>?] : [ProblemMore<Code>]
): Problem<Code> {
  return { problem: code, detail, more: { ...more } };
}

/** The RFC 9457 document. */
export function toProblemResponse({ problem: code, detail, more }: Problem): HttpResponseInit {
  const { status } = problemEntry(code);
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
