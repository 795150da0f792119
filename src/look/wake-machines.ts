import { isTrusted } from '../domain/subscription/kept-reading.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { Ports } from '../ports/ports.ts';
import { listPages } from './list-pages.ts';
import type { LookAsk } from './run-look.ts';

/**
 * Looks at the machines that wait for what their subscription makes, when a look sees something of it that the look
 * before did not, or has read again what Azure Policy wants, without which nothing is written to them; where it is a
 * resource provider, also at those that Azure has refused for want of it. Where they are lost, because the process dies,
 * each machine that waits is looked at in its own time.
 */
export function wakeMachines(
  ports: Ports,
  before: SubscriptionRecord,
  after: SubscriptionRecord,
): AsyncIterable<LookAsk> | undefined {
  const known = new Set(before.shared.present);
  const isRegistered = registeredIn(after).some((namespace) => !registeredIn(before).includes(namespace));
  const isNew = after.shared.present.some((id) => !known.has(id));
  const nowMs = ports.clock.now();
  if (!isRegistered && !isNew && !(isRead(after, nowMs) && !isRead(before, nowMs))) return undefined;
  const { subscription } = after;
  return listWaiting(ports, [
    { subscription, status: 'Pending', code: 'SubscriptionNotReady' },
    ...(isRegistered ? [{ subscription, status: 'Held', code: 'ProviderNotRegistered' }] : []),
  ]);
}

function isRead({ policies }: SubscriptionRecord, nowMs: number): boolean {
  return policies !== undefined && isTrusted(policies, nowMs);
}

function registeredIn({ shared }: SubscriptionRecord): readonly string[] {
  return Object.entries(shared.providers ?? {}).flatMap(([name, { isRegistered }]) => (isRegistered ? [name] : []));
}

type WaitingQuery = Parameters<typeof listPages>[1];

async function* listWaiting(ports: Ports, queries: readonly WaitingQuery[]): AsyncGenerator<LookAsk, void, void> {
  for (const query of queries) {
    for await (const { records } of listPages(ports, query)) {
      for (const record of records) {
        yield { kind: 'machine', target: record, reason: 'its subscription has something new for it' };
      }
    }
  }
}
