import { allRoutes } from '../../src/functions/contract/all-routes.ts';
import { problemSchema } from '../../src/functions/contract/problem-codes.ts';
import type { Route } from '../../src/functions/contract/route.ts';
import { problemsOf } from '../../src/functions/contract/route-problems.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What the host answers by itself, without a body: a path that it cannot read, no key, no such route. */
const hostStatuses: readonly number[] = [400, 401, 404];

/**
 * Holds an answer against the contract: a reply of a declared status with the body of its schema, or a problem document
 * of a declared code. Throws for any other.
 */
export function checkReply(method: string, path: string, answer: Answered, routes: readonly Route[] = allRoutes): void {
  const route = findRoute(method, path, routes);
  if (route === undefined || (answer.text === '' && hostStatuses.includes(answer.status))) return;
  const body: unknown = JSON.parse(answer.text);
  if (answer.headers['content-type']?.startsWith('application/problem+json')) {
    const code = problemsOf(route).find((declared) => declared === Object(body).code);
    if (code === undefined) throw new Error(`${route.name} does not declare ${answer.text}`);
    problemSchema(code).parse(body);
    if (Object(body).status !== answer.status)
      throw new Error(`${route.name} answered ${answer.status}: ${answer.text}`);
    return;
  }
  const reply = route.replies.find(({ status }) => status === answer.status);
  if (reply === undefined) throw new Error(`${route.name} does not declare ${answer.status}: ${answer.text}`);
  reply.body.parse(body);
  const missing = reply.headers?.filter((name) => answer.headers[name] === undefined) ?? [];
  if (missing.length > 0) throw new Error(`${route.name} answered without header ${missing.join(', ')}`);
}

function findRoute(method: string, path: string, routes: readonly Route[]): Route | undefined {
  const asked = segmentsOf(new URL(path, 'http://app').pathname.toLowerCase());
  return routes.find((route) => {
    const wanted = ['api', ...segmentsOf(route.path)];
    if (route.method !== method || wanted.length !== asked.length) return false;
    return wanted.every((segment, index) => segment.startsWith('{') || segment === asked[index]);
  });
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}
