import { targetKeySchema } from '../domain/ids.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import type { Ports } from '../ports/ports.ts';

export type FoundRecord =
  | { readonly kind: 'found'; readonly record: MachineRecord }
  | { readonly kind: 'unknown' }
  /** The name is not unique. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly MachineRecord[] };

const mostCandidates = 10;

/** Finds a machine by its key or by its name, when only one has it. Names match without regard to case. */
export async function findRecord(ports: Pick<Ports, 'store'>, keyOrName: string): Promise<FoundRecord> {
  const key = targetKeySchema.safeParse(keyOrName.toLowerCase());
  const byKey = key.success ? await ports.store.machines.read(key.data) : undefined;
  if (byKey !== undefined) return { kind: 'found', record: byKey.value };
  const { records } = await ports.store.machines.list({ name: keyOrName, limit: mostCandidates });
  const [first] = records;
  if (first === undefined) return { kind: 'unknown' };
  return records.length === 1 ? { kind: 'found', record: first } : { kind: 'ambiguous', candidates: records };
}
