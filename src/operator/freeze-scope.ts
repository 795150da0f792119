import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { covers } from '../domain/scope.ts';
import type { Ports } from '../ports/ports.ts';
import { listPages } from './list-pages.ts';
import { mayBeBelow } from './may-be-below.ts';
import { requestLooks } from './request-looks.ts';

export interface FreezeRequest {
  /** An ARM scope id, or `*`. */
  readonly scope: string;
  readonly by: string;
  readonly why: string;
}

/**
 * Stops all writes below a scope. Answers only when every permit that could be older has run out, with the number of
 * known machines below the scope: none usually means a scope that is not spelled as meant; and of rows that may be below
 * it and cannot be read.
 */
export async function freezeScope(
  ports: Ports,
  { scope, by, why }: FreezeRequest,
): Promise<{ readonly machines: number; readonly unreadable: number }> {
  const at = new Date(ports.clock.now()).toISOString();
  await ports.store.controls.put('freeze', { scope, by, at, why, planHash: undefined });
  await ports.pause(ports.settings.freezeDrainMs);
  const counts = { machines: 0, unreadable: 0 };
  for await (const { records, unreadable } of listPages(ports)) {
    counts.machines += records.filter((record) => covers(scope, record.resourceId)).length;
    counts.unreadable += unreadable.filter((row) => mayBeBelow([scope], row)).length;
  }
  return counts;
}

/** Ends a freeze; machines that waited for its end are looked at again. False when there was none for this scope. */
export async function unfreezeScope(
  ports: Ports,
  { scope, by }: Omit<FreezeRequest, 'why'>,
): Promise<{ readonly wasFrozen: boolean; readonly looksRequested: number }> {
  const wasFrozen = await ports.store.controls.delete('freeze', scope);
  if (!wasFrozen) return { wasFrozen, looksRequested: 0 };
  const looksRequested = await requestLooks(ports, listFrozen(ports, scope), `freeze lifted by ${by}`);
  return { wasFrozen, looksRequested };
}

async function* listFrozen(ports: Ports, scope: string): AsyncGenerator<MachineRecord, void, void> {
  for await (const { records } of listPages(ports, { status: 'Pending', code: 'Frozen' })) {
    yield* records.filter((record) => covers(scope, record.resourceId));
  }
}
