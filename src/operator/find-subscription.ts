import { targetKeySchema } from '../domain/ids.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { parseSubscriptionId } from '../domain/target/subscription-ref.ts';
import type { Ports } from '../ports/ports.ts';
import { type FoundRow, pickNamed } from './found-row.ts';
import { readSubscriptionRow } from './read-subscription-row.ts';

/**
 * Finds a subscription by its key, its GUID, or its display name when only one has it. Names match without regard to
 * case; a key or a GUID goes before a name that reads like one. Throws when the store fails.
 */
export async function findSubscription(
  ports: Pick<Ports, 'store'>,
  idOrName: string,
): Promise<FoundRow<SubscriptionRecord>> {
  const wanted = idOrName.toLowerCase();
  const key = parseSubscriptionId(`/subscriptions/${wanted}`)?.key ?? targetKeySchema.safeParse(wanted).data;
  if (key !== undefined) {
    const read = await readSubscriptionRow(ports, key);
    if (read.kind === 'unreadable') return { kind: 'unreadable', rows: [read.row] };
    if (read.stored !== undefined) return { kind: 'found', record: read.stored.value };
  }
  return pickNamed(await ports.store.subscriptions.listNamed(wanted));
}
