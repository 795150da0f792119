import { app, type HttpFunctionOptions, type HttpRequest } from '@azure/functions';
import { z } from 'zod';
import { problem } from './problem.ts';
import { readQuery } from './read-body.ts';

export interface RouteOptions extends HttpFunctionOptions {
  /** Whether the handler reads the query; otherwise a query is refused: `?dryRun=true` must not do the thing. */
  readonly takesQuery?: boolean;
  /** Whether the handler reads the body; otherwise one with anything in it is refused, for the same reason. */
  readonly takesBody?: boolean;
}

const noQuery = z.strictObject({});

const bodyNotRead = problem(
  400,
  'BodyNotRead',
  'This route reads no body: leave it out. docs/API.md tells what it takes.',
);

/** Clients that always send JSON send `{}`; that says nothing, so it is let pass. */
async function hasBody(request: HttpRequest): Promise<boolean> {
  const text = new TextDecoder().decode(await request.arrayBuffer()).trim();
  return text !== '' && text !== '{}';
}

/** Registers an HTTP function. What its handler throws is logged and becomes a problem document. */
export function addRoute(name: string, { takesQuery = false, takesBody = false, ...options }: RouteOptions): void {
  app.http(name, {
    ...options,
    handler: async (request, context) => {
      try {
        const query = takesQuery ? undefined : readQuery(request, noQuery);
        if (query?.ok === false) return query.response;
        if (!takesBody && (await hasBody(request))) return bodyNotRead;
        return await options.handler(request, context);
      } catch (error) {
        context.error(`${name} failed:`, error);
        const detail = `The request could not be completed, and a write may have taken effect. Look for invocation ${context.invocationId} in Application Insights; then ask again.`;
        return problem(500, 'InternalError', detail, { invocationId: context.invocationId });
      }
    },
  });
}
