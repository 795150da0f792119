import { type TargetKey, targetKeySchema } from '../domain/ids.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import type { Ports } from '../ports/ports.ts';
import type { UnreadableRow } from '../ports/store.ts';
import type { ReadRow } from './change-row.ts';

/** Reads the row of a machine. Throws when the store fails. */
export async function readRecord(ports: Pick<Ports, 'store'>, key: TargetKey): Promise<ReadRow<MachineRecord>> {
  try {
    return { kind: 'read', stored: await ports.store.machines.read(key) };
  } catch (error) {
    const row = await findUnreadable(ports, key);
    if (row === undefined) throw error;
    return { kind: 'unreadable', row };
  }
}

/** A list goes on over what cannot be read and names it; one that begins right before a key has its row first. */
async function findUnreadable(ports: Pick<Ports, 'store'>, key: TargetKey): Promise<UnreadableRow | undefined> {
  const { unreadable } = await ports.store.machines.list({ after: keyBefore(key), limit: 1 });
  return unreadable.find((row) => row.key === key);
}

function keyBefore(key: TargetKey): TargetKey | undefined {
  const number = BigInt(`0x${key}`);
  return number === 0n ? undefined : targetKeySchema.parse((number - 1n).toString(16).padStart(key.length, '0'));
}
