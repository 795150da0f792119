import { randomUUID } from 'node:crypto';
import type { ArmRequest, JsonValue, SimHttpRequest } from '../types.ts';
import { armError } from './arm-error.ts';
import { invalidContent } from './body-shape.ts';
import { decodeText } from './decode-text.ts';
import type { Principal } from './principals.ts';
import type { RouteMatch } from './router.ts';

export interface RequestParts {
  readonly url: URL;
  readonly match: RouteMatch | undefined;
  readonly principal: Principal;
  readonly pause: (ms: number) => Promise<void>;
}

/** Makes what handlers see of an HTTP request; throws 400, 405 or 415 when it cannot be read. */
export function parseRequest(http: SimHttpRequest, parts: RequestParts): ArmRequest {
  const { url, match, principal, pause } = parts;
  const query = Object.fromEntries([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  return {
    method: methodOf(http.method),
    url,
    path: decodeText(url.pathname),
    query,
    headers: http.headers,
    body: parseBody(http),
    apiVersion: query['api-version'] ?? '',
    param: (name) => {
      const value = match?.params[name];
      if (value === undefined) throw new Error(`The route ${match?.route.path} has no place named '${name}'.`);
      return value;
    },
    principal,
    operation: operationOf(match),
    correlationId: http.headers['x-ms-correlation-request-id'] ?? randomUUID(),
    pause,
  };
}

/** The places in the operation of a route are filled from its path, such as `{namespace}/register/action`. */
function operationOf(match: RouteMatch | undefined): string {
  if (match === undefined) return 'unknown';
  return match.route.operation.replace(/\{(\w+)\}/g, (place, name: string) => match.params[name] ?? place);
}

function methodOf(method: string): ArmRequest['method'] {
  const upper = method.toUpperCase();
  const known = (['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'] as const).find((name) => name === upper);
  if (known === undefined) throw armError(405, 'MethodNotAllowed', `The method '${method}' is not allowed.`);
  return known;
}

function parseBody(http: SimHttpRequest): JsonValue | undefined {
  if (http.body === undefined || http.body === '') return undefined;
  const contentType = http.headers['content-type'] ?? '';
  if (!contentType.toLowerCase().includes('json')) {
    throw armError(
      415,
      'UnsupportedMediaType',
      `The content media type '${contentType}' is not supported. Only 'application/json' is supported.`,
    );
  }
  try {
    return JSON.parse(http.body);
  } catch (error) {
    throw invalidContent(error instanceof Error ? error.message : 'not JSON');
  }
}
