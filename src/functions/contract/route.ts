import { z } from 'zod';
import type { ProblemCode } from './problem-codes.ts';

/**
 * Who may call. `open`: anyone, for probes. `read`: with a function key. `write`: with a function key, and only where
 * the app accepts writes by key.
 */
export type Access = 'open' | 'read' | 'write';

/**
 * One operation of the HTTP API as data: everything that callers, documents and checks need, without its handler.
 * What it takes is parsed by these schemas, and what it answers has these types.
 */
export interface Route<
  Name extends string = string,
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Status extends number = number,
  Reply extends z.ZodType = z.ZodType,
  Code extends ProblemCode = ProblemCode,
> {
  /** Of the function, as the portal and Application Insights show it. */
  readonly name: Name;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/api`, without a slash in front; `{name}` stands for a parameter of one segment. */
  readonly path: string;
  readonly access: Access;
  /** For docs/API.md: what comes of it, in Markdown, in a few lines. */
  readonly answers: string;
  readonly params: Params;
  /** What it does not name is refused. */
  readonly query: Query;
  /** That of {@link readsNothing} when it reads none; then a body is refused. */
  readonly body: Body;
  /** Bodies are JSON. */
  readonly replies: readonly RouteReply<Status, Reply>[];
  /** Beside those that follow from access, query and body. */
  readonly problems: readonly Code[];
}

export interface RouteReply<Status extends number = number, Body extends z.ZodType = z.ZodType> {
  readonly status: Status;
  readonly body: Body;
  /** Names of headers that it always has, in lower case, beside the content type. */
  readonly headers?: readonly string[];
}

/** The parts of a route without parameters, query and body. */
export const readsNothing = {
  params: z.strictObject({}),
  query: z.strictObject({}),
  body: z.undefined(),
} as const;

/** A route with the types of its parts. */
export function defineRoute<
  const Name extends string,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  const Status extends number,
  Reply extends z.ZodType,
  const Code extends ProblemCode,
>(route: Route<Name, Params, Query, Body, Status, Reply, Code>): Route<Name, Params, Query, Body, Status, Reply, Code> {
  return route;
}

/** Whether it takes a body. */
export function readsBody(route: Pick<Route, 'body'>): boolean {
  return route.body !== readsNothing.body;
}
