import { app, type HttpFunctionOptions } from '@azure/functions';
import { z } from 'zod';
import { problem } from './problem.ts';
import { readQuery } from './read-body.ts';

export interface RouteOptions extends HttpFunctionOptions {
  /** Whether the handler reads the query; otherwise a query is refused: `?dryRun=true` must not do the thing. */
  readonly takesQuery?: boolean;
}

const noQuery = z.strictObject({});

/** Registers an HTTP function. What its handler throws is logged and becomes a problem document. */
export function addRoute(name: string, { takesQuery = false, ...options }: RouteOptions): void {
  app.http(name, {
    ...options,
    handler: async (request, context) => {
      try {
        const query = takesQuery ? undefined : readQuery(request, noQuery);
        return query?.ok === false ? query.response : await options.handler(request, context);
      } catch (error) {
        context.error(`${name} failed:`, error);
        const detail = `The request could not be completed, and a write may have taken effect. Look for invocation ${context.invocationId} in Application Insights; then ask again.`;
        return problem(500, 'InternalError', detail, { invocationId: context.invocationId });
      }
    },
  });
}
