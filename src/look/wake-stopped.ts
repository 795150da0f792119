import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { covers } from '../domain/scope.ts';
import type { Ports } from '../ports/ports.ts';
import { oweLook } from '../work/request-look.ts';

const pageSize = 1_000;
/** What machines say that wait for a right: kept back by a stop, or refused themselves. */
const waitingCodes = ['ScopeStopped', 'AuthorizationFailed'] as const;

/**
 * Makes every machine below a scope that waits for the end of its stop owe a look. Whoever is missed, because the process
 * died, comes back within six hours by itself.
 */
export async function wakeStopped(ports: Ports, subscription: string, scope: string): Promise<void> {
  for (const code of waitingCodes) {
    let after: MachineRecord['key'] | undefined;
    do {
      const page = await ports.store.machines.list({ subscription, code, after, limit: pageSize });
      for (const target of page.records.filter(({ resourceId }) => covers(scope, resourceId))) {
        await oweLook(ports, 'machine', { target, reason: 'stop lifted' });
      }
      after = page.next;
    } while (after !== undefined);
  }
}
