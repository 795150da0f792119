import { targetKeySchema } from '../domain/ids.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import type { Ports } from '../ports/ports.ts';
import { type FoundRow, mostCandidates, pickNamed } from './found-row.ts';
import { readRecord } from './read-record.ts';

/** Finds a machine by its key or by its name, when only one has it. Names match without regard to case. */
export async function findRecord(ports: Pick<Ports, 'store'>, keyOrName: string): Promise<FoundRow<MachineRecord>> {
  const key = targetKeySchema.safeParse(keyOrName.toLowerCase());
  if (key.success) {
    const read = await readRecord(ports, key.data);
    if (read.kind === 'unreadable') return { kind: 'unreadable', rows: [read.row] };
    if (read.stored !== undefined) return { kind: 'found', record: read.stored.value };
  }
  return pickNamed(await ports.store.machines.list({ name: keyOrName, limit: mostCandidates }));
}
