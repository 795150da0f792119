import { parseMachineId } from '../domain/machine/machine-ref.ts';
import { covers } from '../domain/scope.ts';
import type { Ports } from '../ports.ts';
import { requestLook } from '../work/request-look.ts';
import { listRecords } from './list-records.ts';

export interface FreezeRequest {
  /** An ARM scope id, or `*`. */
  readonly scope: string;
  readonly by: string;
  readonly why: string;
}

/**
 * Stops all writes below a scope. Answers only when every permit that could be older has run out, with the number of
 * known machines below the scope: none usually means a scope that is not spelled as meant.
 */
export async function freezeScope(ports: Ports, { scope, by, why }: FreezeRequest): Promise<number> {
  const at = new Date(ports.clock.now()).toISOString();
  await ports.store.controls.put('freeze', { scope, by, at, why, planHash: undefined });
  await ports.pause(ports.settings.freezeSettleMs);
  let machines = 0;
  for await (const record of listRecords(ports)) if (covers(scope, record.resourceId)) machines += 1;
  return machines;
}

/** Ends a freeze; machines that it held are looked at again. False when there was none for this scope. */
export async function unfreezeScope(
  ports: Ports,
  { scope, by }: Omit<FreezeRequest, 'why'>,
): Promise<{ readonly wasFrozen: boolean; readonly looksRequested: number }> {
  const wasFrozen = await ports.store.controls.delete('freeze', scope);
  if (!wasFrozen) return { wasFrozen, looksRequested: 0 };
  let looksRequested = 0;
  for await (const record of listRecords(ports, { status: 'Pending' })) {
    const machine = parseMachineId(record.resourceId);
    if (record.code !== 'Frozen' || machine === undefined || !covers(scope, machine.resourceId)) continue;
    await requestLook(ports, { machine, reason: `freeze lifted by ${by}` });
    looksRequested += 1;
  }
  return { wasFrozen, looksRequested };
}
