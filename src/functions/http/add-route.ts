import { app, type HttpFunctionOptions } from '@azure/functions';
import { problem } from './problem.ts';

/** Registers an HTTP function. What its handler throws is logged and becomes a problem document. */
export function addRoute(name: string, options: HttpFunctionOptions): void {
  app.http(name, {
    ...options,
    handler: async (request, context) => {
      try {
        return await options.handler(request, context);
      } catch (error) {
        context.error(`${name} failed:`, error);
        const detail = `The request could not be completed, and a write may have taken effect. Look for invocation ${context.invocationId} in Application Insights; then ask again.`;
        return problem(500, 'InternalError', detail, { invocationId: context.invocationId });
      }
    },
  });
}
