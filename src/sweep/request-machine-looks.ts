import { settleOwed } from '../domain/discovery/owe-machines.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { listPages } from '../look/list-pages.ts';
import { machineKind } from '../look/target-kinds.ts';
import { requestLooks } from '../operator/request-looks.ts';
import type { Ports } from '../ports/ports.ts';

/** So much later the looks are due: other processes may go by the row that they read some seconds ago. */
const delayMs = 15_000;

/**
 * Requests looks at the machines of all subscriptions that owe them one since their row changed, page by page. The row
 * says so until all are requested: a process that ends in between leaves it to the next run.
 */
export async function requestMachineLooks(ports: Ports): Promise<void> {
  const { records } = await ports.store.subscriptions.listAll();
  for (const record of records.filter(({ discovery }) => discovery.owesMachines)) {
    const dueAt = new Date(ports.clock.now() + delayMs).toISOString();
    await requestLooks(ports, machineKind, machinesOf(ports, record), 'their subscription changed', dueAt);
    await settleMachines(ports, record);
  }
}

async function* machinesOf(
  ports: Ports,
  { subscription }: SubscriptionRecord,
): AsyncGenerator<MachineRecord, void, void> {
  for await (const { records } of listPages(ports, { subscription })) yield* records;
}

/** A row that owes them anew by now stays as it is, and the next run asks once more; so does one that is written meanwhile. */
async function settleMachines({ store }: Ports, listed: SubscriptionRecord): Promise<void> {
  const stored = await store.subscriptions.read(listed.key);
  const settled = stored === undefined ? undefined : settleOwed(listed, stored.value);
  if (stored !== undefined && settled !== undefined) await store.subscriptions.replace(settled, stored.etag);
}
