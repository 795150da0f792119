import type { MachineRecord } from '../domain/machine/machine-record.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { parseMachineId } from '../domain/target/machine-ref.ts';
import { machineKind, subscriptionKind } from '../look/target-kinds.ts';
import type { Ports } from '../ports/ports.ts';
import { requestLook } from '../work/request-look.ts';

/** At a few milliseconds for each, ten thousand machines stay far within the time that a request may take. */
const atOnce = 25;

/**
 * Requests a look at each of these machines and answers how many there were. Throws when one request fails; the
 * others of its batch are made all the same.
 */
export async function requestLooks(
  ports: Ports,
  records: AsyncIterable<MachineRecord>,
  reason: string,
  /** ISO-8601 UTC; absent for now. */
  dueAt?: string,
): Promise<number> {
  let looksRequested = 0;
  let batch: Promise<void>[] = [];
  for await (const { resourceId } of records) {
    const machine = parseMachineId(resourceId);
    if (machine === undefined) continue;
    const request = { target: machine, reason, ...(dueAt === undefined ? {} : { dueAt }) };
    batch.push(requestLook(ports, machineKind, request));
    looksRequested += 1;
    if (batch.length < atOnce) continue;
    await awaitAll(batch);
    batch = [];
  }
  await awaitAll(batch);
  return looksRequested;
}

/** Requests a look at each of these subscriptions and answers how many there were. Throws when one request fails. */
export async function requestSubscriptionLooks(
  ports: Ports,
  records: readonly SubscriptionRecord[],
  reason: string,
): Promise<number> {
  for (const target of records) await requestLook(ports, subscriptionKind, { target, reason });
  return records.length;
}

async function awaitAll(batch: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(batch)).find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
