import type { AppContext } from './app-context.ts';
import { addRoute } from './http/add-route.ts';
import { problem } from './http/problem.ts';

/** For probes: 200 while the store answers. Says nothing about the fleet, so it needs no key. */
export function registerGetHealth({ ports }: AppContext): void {
  addRoute('getHealth', {
    methods: ['GET'],
    authLevel: 'anonymous',
    route: 'health',
    handler: async () => {
      try {
        await ports.store.controls.list('freeze');
        return { jsonBody: { status: 'ok' } };
      } catch {
        return problem(503, 'StoreUnreachable', 'The storage account does not answer: check AzureWebJobsStorage.');
      }
    },
  });
}
