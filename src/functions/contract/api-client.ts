import type { z } from 'zod';
import type { ProblemCode } from './problem-codes.ts';
import { problemSchema } from './problem-codes.ts';
import type { Route } from './route.ts';
import { type ImpliedCode, problemsOf } from './route-problems.ts';

/** A request as it goes over the wire; the path begins with `/api` and has the query. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** Undefined for none; else to be sent as JSON. */
  readonly body: unknown;
}

export interface ApiResponse {
  readonly status: number;
  /** The parsed JSON; undefined when there is none. */
  readonly body: unknown;
}

/** What a route answered: a reply with its body, or one of its problems. */
export type ApiAnswer<Reply extends z.ZodType, Code extends ProblemCode> =
  | { readonly kind: 'reply'; readonly status: number; readonly body: z.output<Reply> }
  | {
      readonly kind: 'problem';
      readonly status: number;
      readonly code: Code | ImpliedCode;
      readonly detail: string;
      /** What documents of this code hold beside it, e.g. `candidates`. */
      readonly document: Readonly<Record<string, unknown>>;
    };

/** What a caller gives; parts that a route does not need may be left out. */
export type ApiInput<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType> = Part<
  'params',
  z.input<Params>
> &
  Part<'query', z.input<Query>> &
  Part<'body', z.input<Body>>;

type Part<Name extends string, Value> = undefined extends Value
  ? { readonly [Key in Name]?: Value }
  : Record<never, never> extends Value
    ? { readonly [Key in Name]?: Value }
    : { readonly [Key in Name]: Value };

/** The HTTP API, typed by its contract. */
export interface ApiClient {
  /** Rejects when there is no answer, or one that the contract does not have. */
  call<
    Params extends z.ZodObject,
    Query extends z.ZodObject,
    Body extends z.ZodType,
    Reply extends z.ZodType,
    Code extends ProblemCode,
  >(
    route: Route<string, Params, Query, Body, number, Reply, Code>,
    input: ApiInput<Params, Query, Body>,
  ): Promise<ApiAnswer<Reply, Code>>;
}

/** A client over whatever sends requests; keys and addresses are the sender's. */
export function createApiClient(send: (request: ApiRequest) => Promise<ApiResponse>): ApiClient {
  return {
    call: async (route, input) => {
      const request = toRequest(route, input);
      const { status, body } = await send(request);
      const said = `${request.method} ${request.path.split('?', 1).join('')} answered ${status}`;
      const reply = route.replies.find((declared) => declared.status === status);
      if (reply !== undefined) {
        const parsed = reply.body.safeParse(body);
        if (!parsed.success) throw new Error(`${said} with what it should not: ${parsed.error.message}`);
        return { kind: 'reply', status, body: parsed.data };
      }
      const code = problemsOf(route).find((declared) => problemSchema(declared).safeParse(body).success);
      if (code === undefined) throw new Error(`${said}.`);
      const document = problemSchema(code).parse(body);
      return { kind: 'problem', status, code, detail: document.detail, document };
    },
  };
}

interface LooseInput {
  readonly params?: object | undefined;
  readonly query?: object | undefined;
  readonly body?: unknown;
}

function toRequest({ method, path }: Pick<Route, 'method' | 'path'>, { params, query, body }: LooseInput): ApiRequest {
  let filled = path;
  for (const [name, value] of textsOf(params)) filled = filled.replace(`{${name}}`, encodeURIComponent(value));
  const search = new URLSearchParams([...textsOf(query)]).toString();
  return { method, path: `/api/${filled}${search === '' ? '' : `?${search}`}`, body };
}

function textsOf(values: object = {}): [string, string][] {
  const entries: [string, unknown][] = Object.entries(values);
  return entries.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]));
}
