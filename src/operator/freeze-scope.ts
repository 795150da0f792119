import { resolveScopes } from '../domain/fleet/meets-scope.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { codeOf } from '../domain/machine/standing.ts';
import { covers } from '../domain/scope.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { listPages } from '../look/list-pages.ts';
import { machineKind, subscriptionKind } from '../look/target-kinds.ts';
import type { Ports } from '../ports/ports.ts';
import { isBelow } from './is-below.ts';
import { mayBeBelow } from './may-be-below.ts';
import { requestLooks } from './request-looks.ts';

export interface FreezeRequest {
  /** An ARM scope id, or `*`. */
  readonly scope: string;
  readonly by: string;
  readonly why: string;
}

export interface FrozenScope {
  /** Known below the scope. */
  readonly machines: number;
  readonly subscriptions: number;
  /** Rows that may be below it and cannot be read. */
  readonly unreadable: number;
}

/**
 * Stops all writes below a scope. Answers only when every permit that could be older has run out, with the numbers
 * of known machines and subscriptions below the scope: none usually means a scope that is not spelled as meant; and of rows that may be below
 * it and cannot be read.
 */
export async function freezeScope(ports: Ports, { scope, by, why }: FreezeRequest): Promise<FrozenScope> {
  const at = new Date(ports.clock.now()).toISOString();
  await ports.store.controls.put('freeze', { scope, by, at, why, planHash: undefined });
  await ports.pause(ports.settings.freezeDrainMs);
  const known = await ports.store.subscriptions.listAll();
  const scopes = resolveScopes([scope], known.records);
  const counts = {
    machines: 0,
    subscriptions: known.records.filter((record) => isBelow(scopes, record)).length,
    unreadable: known.unreadable.filter((row) => mayBeBelow([scope], row)).length,
  };
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
  const reason = `freeze lifted by ${by}`;
  const { records } = await ports.store.subscriptions.listAll();
  const scopes = resolveScopes([scope], records);
  const concerned = records.filter((record) => isConcerned(scopes, record));
  const subscriptions = await requestLooks(ports, subscriptionKind, concerned, reason);
  const machines = await requestLooks(ports, machineKind, listFrozen(ports, scopes), reason);
  return { wasFrozen, looksRequested: subscriptions + machines };
}

/** What was frozen inside a subscription may be one of many things that it waits for, so it is asked for whatever it says. */
function isConcerned(scopes: readonly string[], record: SubscriptionRecord): boolean {
  if (isBelow(scopes, record)) return codeOf(record.standing) === 'Frozen';
  return scopes.some((scope) => covers(record.resourceId, scope));
}

async function* listFrozen(ports: Ports, scopes: readonly string[]): AsyncGenerator<MachineRecord, void, void> {
  for await (const { records } of listPages(ports, { status: 'Pending', code: 'Frozen' })) {
    yield* records.filter((record) => isBelow(scopes, record));
  }
}
