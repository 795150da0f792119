import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import type { z } from 'zod';
import type { InstanceClient } from '../../ports/instances.ts';
import type { ProblemCode } from '../contract/problem-codes.ts';
import type { Route } from '../contract/route.ts';
import type { ImpliedCode } from '../contract/route-problems.ts';
import { durableInstances } from '../durable-instances.ts';
import { type Problem, problem, toProblemResponse } from './problem.ts';
import { type ReadRequest, readRequest } from './read-request.ts';

/** A reply of a route, or one of its problems. Another status, body or code does not compile. */
export type RouteAnswer<Status extends number, Reply extends z.ZodType, Code extends ProblemCode> =
  | {
      readonly status: Status;
      readonly body: z.input<Reply>;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | Problem<Code | ImpliedCode>;

/** What a handler may need of its invocation beside the parsed request. */
export interface Invocation {
  /** As it was asked, for links. */
  readonly url: string;
  /** For handlers that are bound with `startsLooks`; throws for others. */
  readonly instances: () => InstanceClient;
}

/** A route with its handler. */
export interface BoundRoute<Name extends string = string> {
  readonly name: Name;
  /** Registers the HTTP function with the host. Without `allowKeyWrites` a route that writes refuses everybody. */
  register(options: { readonly allowKeyWrites: boolean }): void;
}

/** A route that waits for its handler. */
export interface UnboundRoute<Name extends string, Request, Answer> {
  /** With `startsLooks` the handler has the durable client; what must work in an emergency, as a freeze, does without. */
  to(
    handle: (request: Request, invocation: Invocation) => Promise<Answer>,
    options?: { readonly startsLooks?: boolean },
  ): BoundRoute<Name>;
}

/** Joins a route and a handler: checks and parsing before it, the reply or the problem document after it. */
export function bindRoute<
  Name extends string,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Status extends number,
  Reply extends z.ZodType,
  Code extends ProblemCode,
>(
  route: Route<Name, Params, Query, Body, Status, Reply, Code>,
): UnboundRoute<
  Name,
  ReadRequest<z.output<Params>, z.output<Query>, z.output<Body>>,
  RouteAnswer<Status, Reply, Code>
> {
  const { name, method, path, access } = route;
  return {
    to: (handle, { startsLooks = false } = {}) => {
      const answer = async (request: HttpRequest, context: InvocationContext, allowKeyWrites: boolean) => {
        if (access === 'write' && !allowKeyWrites) return keyWritesNotAllowed;
        const read = await readRequest(route, request);
        if ('problem' in read) return read;
        return await handle(read.value, { url: request.url, instances: () => durableInstances(context) });
      };
      return {
        name,
        register: ({ allowKeyWrites }) => {
          app.http(name, {
            methods: [method],
            authLevel: access === 'open' ? 'anonymous' : 'function',
            route: path,
            extraInputs: startsLooks ? [df.input.durableClient()] : [],
            handler: async (request, context) => {
              try {
                return toResponse(await answer(request, context, allowKeyWrites));
              } catch (error) {
                context.error(`${name} failed:`, error);
                return toProblemResponse(internalError(context.invocationId));
              }
            },
          });
        },
      };
    },
  };
}

const keyWritesNotAllowed = problem(
  'KeyWritesNotAllowed',
  'This app does not accept writes by function key. Set AMO_ALLOW_KEY_WRITES to true to allow them.',
);

function internalError(invocationId: string): Problem<'InternalError'> {
  const detail = `The request could not be completed, and a write may have taken effect. Look for invocation ${invocationId} in Application Insights; then ask again.`;
  return problem('InternalError', detail, { invocationId });
}

function toResponse<Reply extends z.ZodType>(answer: RouteAnswer<number, Reply, ProblemCode>): HttpResponseInit {
  if ('problem' in answer) return toProblemResponse(answer);
  const { status, body, headers = {} } = answer;
  return { status, headers, jsonBody: body };
}
