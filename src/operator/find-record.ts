import { targetKeySchema } from '../domain/ids.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import type { Ports } from '../ports/ports.ts';
import type { UnreadableRow } from '../ports/store.ts';
import { readRecord } from './read-record.ts';

export type FoundRecord =
  | { readonly kind: 'found'; readonly record: MachineRecord }
  | { readonly kind: 'unknown' }
  /** It is there, and damaged; of one name there may be several. */
  | { readonly kind: 'unreadable'; readonly rows: readonly UnreadableRow[] }
  /** The name is not unique. */
  | {
      readonly kind: 'ambiguous';
      readonly candidates: readonly MachineRecord[];
      readonly unreadable: readonly UnreadableRow[];
    };

const mostCandidates = 10;

/** Finds a machine by its key or by its name, when only one has it. Names match without regard to case. */
export async function findRecord(ports: Pick<Ports, 'store'>, keyOrName: string): Promise<FoundRecord> {
  const key = targetKeySchema.safeParse(keyOrName.toLowerCase());
  if (key.success) {
    const read = await readRecord(ports, key.data);
    if (read.kind === 'unreadable') return { kind: 'unreadable', rows: [read.row] };
    if (read.stored !== undefined) return { kind: 'found', record: read.stored.value };
  }
  const { records, unreadable } = await ports.store.machines.list({ name: keyOrName, limit: mostCandidates });
  const [first] = records;
  if (first === undefined)
    return unreadable.length === 0 ? { kind: 'unknown' } : { kind: 'unreadable', rows: unreadable };
  if (records.length + unreadable.length === 1) return { kind: 'found', record: first };
  return { kind: 'ambiguous', candidates: records, unreadable };
}
