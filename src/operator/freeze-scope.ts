import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { codeOf } from '../domain/machine/standing.ts';
import { covers } from '../domain/scope.ts';
import type { Ports } from '../ports/ports.ts';
import { listPages } from './list-pages.ts';
import { mayBeBelow } from './may-be-below.ts';
import { readScopes } from './read-places.ts';
import { requestLooks, requestSubscriptionLooks } from './request-looks.ts';

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
  const scopes = await readScopes(ports, [scope]);
  const counts = { machines: 0, unreadable: 0 };
  for await (const { records, unreadable } of listPages(ports)) {
    counts.machines += records.filter((record) => isBelow(scopes, record)).length;
    counts.unreadable += unreadable.filter((row) => mayBeBelow(scopes, row)).length;
  }
  return counts;
}

/** Ends a freeze; what waited for its end is looked at again. False when there was none for this scope. */
export async function unfreezeScope(
  ports: Ports,
  { scope, by }: Omit<FreezeRequest, 'why'>,
): Promise<{ readonly wasFrozen: boolean; readonly looksRequested: number }> {
  const wasFrozen = await ports.store.controls.delete('freeze', scope);
  if (!wasFrozen) return { wasFrozen, looksRequested: 0 };
  const scopes = await readScopes(ports, [scope]);
  const reason = `freeze lifted by ${by}`;
  const { records } = await ports.store.subscriptions.listAll();
  const frozen = records.filter((record) => codeOf(record.standing) === 'Frozen' && isBelow(scopes, record));
  const ofSubscriptions = await requestSubscriptionLooks(ports, frozen, reason);
  const looksRequested = ofSubscriptions + (await requestLooks(ports, listFrozen(ports, scopes), reason));
  return { wasFrozen, looksRequested };
}

async function* listFrozen(ports: Ports, scopes: readonly string[]): AsyncGenerator<MachineRecord, void, void> {
  for await (const { records } of listPages(ports, { status: 'Pending', code: 'Frozen' })) {
    yield* records.filter((record) => isBelow(scopes, record));
  }
}

function isBelow(scopes: readonly string[], { resourceId }: { readonly resourceId: string }): boolean {
  return scopes.some((scope) => covers(scope, resourceId));
}
