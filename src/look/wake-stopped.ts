import { codeOf } from '../domain/machine/standing.ts';
import { covers } from '../domain/scope.ts';
import { subscriptionRef } from '../domain/target/subscription-ref.ts';
import type { Ports } from '../ports/ports.ts';
import { oweLook } from '../work/request-look.ts';
import { listPages } from './list-pages.ts';

/** What targets say that wait for a right: kept back by a stop, or refused themselves. */
const waitingCodes = ['ScopeStopped', 'AuthorizationFailed'] as const;

/**
 * Makes every machine below a scope that waits for the end of its stop owe a look, and the subscription where it does.
 * Whoever is missed, because the process died, comes back within six hours by itself.
 */
export async function wakeStopped(ports: Ports, subscription: string, scope: string): Promise<void> {
  await wakeSubscription(ports, subscription, scope);
  for (const code of waitingCodes) {
    for await (const { records } of listPages(ports, { subscription, code })) {
      for (const target of records.filter(({ resourceId }) => covers(scope, resourceId))) {
        await oweLook(ports, 'machine', { target, reason: 'stop lifted' });
      }
    }
  }
}

/** Only a stop of the whole subscription keeps its own writes back. */
async function wakeSubscription(ports: Ports, subscription: string, scope: string): Promise<void> {
  const row = (await ports.store.subscriptions.read(subscriptionRef(subscription).key))?.value;
  const code = row === undefined ? undefined : codeOf(row.standing);
  if (row === undefined || !covers(scope, row.resourceId) || !waitingCodes.some((one) => one === code)) return;
  await oweLook(ports, 'subscription', { target: row, reason: 'stop lifted' });
}
