import type { WriteRecord } from './step-record.ts';

/** Marks how the last write ended. */
export function endLastWrite(writes: readonly WriteRecord[], ended: WriteRecord['ended']): readonly WriteRecord[] {
  return writes.map((write, index) => (index === writes.length - 1 ? { ...write, ended } : write));
}
