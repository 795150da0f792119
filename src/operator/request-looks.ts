import type { TargetRow } from '../domain/work/target-row.ts';
import type { Ports } from '../ports/ports.ts';
import { requestLook } from '../work/request-look.ts';
import type { TargetKind } from '../work/target-kind.ts';

/** At a few milliseconds for each, ten thousand machines stay far within the time that a request may take. */
const atOnce = 25;

/**
 * Requests a look at each of these targets of one kind and answers how many there were. Throws when one request fails; the
 * others of its batch are made all the same.
 */
export async function requestLooks<Row extends TargetRow>(
  ports: Ports,
  kind: TargetKind<Row>,
  rows: AsyncIterable<Pick<Row, 'resourceId'>> | Iterable<Pick<Row, 'resourceId'>>,
  reason: string,
  /** ISO-8601 UTC; absent for now. */
  dueAt?: string,
): Promise<number> {
  let looksRequested = 0;
  let batch: Promise<void>[] = [];
  const nowIso = new Date(ports.clock.now()).toISOString();
  for await (const { resourceId } of rows) {
    const target = kind.newRow(resourceId, nowIso);
    if (target === undefined) continue;
    batch.push(requestLook(ports, kind, { target, reason, ...(dueAt === undefined ? {} : { dueAt }) }));
    looksRequested += 1;
    if (batch.length < atOnce) continue;
    await awaitAll(batch);
    batch = [];
  }
  await awaitAll(batch);
  return looksRequested;
}

async function awaitAll(batch: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(batch)).find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
