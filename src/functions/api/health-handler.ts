import type { AppContext } from '../app-context.ts';
import { getHealth } from '../contract/routes/get-health.ts';
import { bindRoute } from './bind-route.ts';
import { problem } from './problem.ts';

/** For probes: 200 while the store answers, whatever stands in its rows. Says nothing about the fleet, so it needs no key. */
export function healthHandler({ ports }: AppContext) {
  return bindRoute(getHealth).to(async () => {
    try {
      await ports.store.controls.list('freeze');
      return { status: 200, body: { status: 'ok' } };
    } catch {
      return problem(
        'StoreUnreachable',
        'A read of the storage account failed: check AzureWebJobsStorage, and that the app may read its tables.',
      );
    }
  });
}
