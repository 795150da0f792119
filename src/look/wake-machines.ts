import { isTrusted } from '../domain/subscription/kept-reading.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import type { Ports } from '../ports/ports.ts';
import { listPages } from './list-pages.ts';
import type { LookAsk } from './run-look.ts';

/**
 * Looks at the machines that wait for what their subscription makes, when a look sees something of it that the look
 * before did not, or has read again what Azure Policy wants, without which nothing is written to them. Where they are lost, because the process dies, each machine is looked at in its own time.
 */
export function wakeMachines(
  ports: Ports,
  before: SubscriptionRecord,
  after: SubscriptionRecord,
): AsyncIterable<LookAsk> | undefined {
  const known = new Set(before.shared.present);
  const isNew = after.shared.present.some((id) => !known.has(id));
  const nowMs = ports.clock.now();
  return isNew || (isRead(after, nowMs) && !isRead(before, nowMs)) ? listWaiting(ports, after.subscription) : undefined;
}

function isRead({ policies }: SubscriptionRecord, nowMs: number): boolean {
  return policies !== undefined && isTrusted(policies, nowMs);
}

async function* listWaiting(ports: Ports, subscription: string): AsyncGenerator<LookAsk, void, void> {
  const query = { subscription, status: 'Pending', code: 'SubscriptionNotReady' };
  for await (const { records } of listPages(ports, query)) {
    for (const record of records) {
      yield { kind: 'machine', target: record, reason: 'its subscription has something new for it' };
    }
  }
}
