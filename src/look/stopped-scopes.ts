import { subscriptionOfId } from '../domain/arm-id.ts';
import { claimTry, noteDenial, noteSuccess } from '../domain/stops/change-stops.ts';
import { findStop, type StoppedWrite } from '../domain/stops/judge-stop.ts';
import { noStops, type ScopeStop, type SubscriptionStops } from '../domain/stops/scope-stop.ts';
import type { Ports } from '../ports/ports.ts';
import type { Versioned } from '../ports/store.ts';
import { wakeStopped } from './wake-stopped.ts';

const mostTries = 20;

/**
 * Whether a write may leave as far as stops go, asked just before it does. Where rights are missing one target tries each
 * hour: the row's version lets one of many processes say that it is this one.
 */
export async function enterScope(ports: Ports, write: StoppedWrite): Promise<'open' | 'stopped'> {
  let verdict: 'open' | 'stopped' = 'open';
  await changeStops(ports, write.resourceId, (row, nowMs) => {
    verdict = findStop(row.stops, write, nowMs) === undefined ? 'open' : 'stopped';
    return verdict === 'open' ? claimTry(row, write, nowMs) : undefined;
  });
  return verdict;
}

/** A write was refused for want of a right, or was not sent because it would have been. */
export async function tellDenied(ports: Ports, write: StoppedWrite, detail: string): Promise<void> {
  await changeStops(ports, write.resourceId, (row, nowMs) => {
    return noteDenial(row, { ...write, at: new Date(nowMs).toISOString(), detail });
  });
}

/** Azure has accepted a write: a stop of which this was the try ends, and whoever waits for that is looked at again. */
export async function tellAccepted(ports: Ports, write: StoppedWrite): Promise<void> {
  let lifted: readonly ScopeStop[] = [];
  await changeStops(ports, write.resourceId, (row, nowMs) => {
    const success = noteSuccess(row, write, nowMs);
    lifted = success?.lifted ?? [];
    return success?.row;
  });
  for (const { scope } of lifted) await wakeStopped(ports, subscriptionOfId(write.resourceId), scope);
}

/** Compare-and-set on the subscription's row; `change` answers undefined when there is nothing to change. */
async function changeStops(
  ports: Ports,
  resourceId: string,
  change: (row: SubscriptionStops, nowMs: number) => SubscriptionStops | undefined,
): Promise<void> {
  const subscription = subscriptionOfId(resourceId);
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const stored = await ports.store.stops.read(subscription);
    const changed = change(stored?.value ?? noStops(subscription), ports.clock.now());
    if (changed === undefined || (await isSaved(ports, stored, changed))) return;
  }
  throw new Error(`The row of stopped scopes of subscription ${subscription} changed ${mostTries} times.`);
}

async function isSaved(
  { store }: Ports,
  stored: Versioned<SubscriptionStops> | undefined,
  changed: SubscriptionStops,
): Promise<boolean> {
  if (stored === undefined) return (await store.stops.insert(changed)) === 'inserted';
  return (await store.stops.replace(changed, stored.etag)).kind === 'done';
}
