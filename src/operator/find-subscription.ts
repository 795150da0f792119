import { targetKeySchema } from '../domain/ids.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { parseSubscriptionId } from '../domain/target/subscription-ref.ts';
import type { Ports } from '../ports/ports.ts';
import type { UnreadableRow } from '../ports/store.ts';
import { readSubscriptionRow } from './read-subscription-row.ts';

export type FoundSubscription =
  | { readonly kind: 'found'; readonly record: SubscriptionRecord }
  | { readonly kind: 'unknown' }
  /** It is there, and damaged; of one name there may be several. */
  | { readonly kind: 'unreadable'; readonly rows: readonly UnreadableRow[] }
  /** The name is not unique. */
  | {
      readonly kind: 'ambiguous';
      readonly candidates: readonly SubscriptionRecord[];
      readonly unreadable: readonly UnreadableRow[];
    };

const mostCandidates = 10;

/**
 * Finds a subscription by its key, its GUID, or its display name when only one has it. Names match without regard to
 * case; a key or a GUID goes before a name that reads like one. Throws when the store fails.
 */
export async function findSubscription(ports: Pick<Ports, 'store'>, idOrName: string): Promise<FoundSubscription> {
  const wanted = idOrName.toLowerCase();
  const key = parseSubscriptionId(`/subscriptions/${wanted}`)?.key ?? targetKeySchema.safeParse(wanted).data;
  if (key !== undefined) {
    const read = await readSubscriptionRow(ports, key);
    if (read.kind === 'unreadable') return { kind: 'unreadable', rows: [read.row] };
    if (read.stored !== undefined) return { kind: 'found', record: read.stored.value };
  }
  const { records, unreadable } = await ports.store.subscriptions.listNamed(wanted);
  const [first] = records;
  if (first === undefined)
    return unreadable.length === 0 ? { kind: 'unknown' } : { kind: 'unreadable', rows: unreadable };
  if (records.length + unreadable.length === 1) return { kind: 'found', record: first };
  return { kind: 'ambiguous', candidates: records.slice(0, mostCandidates), unreadable };
}
