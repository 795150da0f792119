import type { AppContext } from '../app-context.ts';
import { getHealth } from '../contract/routes/get-health.ts';
import { bindRoute } from './bind-route.ts';
import { problem } from './problem.ts';

/** For probes: 200 while the store answers. Says nothing about the fleet, so it needs no key. */
export function healthHandler({ ports }: AppContext) {
  return bindRoute(getHealth).to(async () => {
    try {
      await ports.store.controls.list('freeze');
      return { status: 200, body: { status: 'ok' } };
    } catch {
      return problem('StoreUnreachable', 'The storage account does not answer: check AzureWebJobsStorage.');
    }
  });
}
