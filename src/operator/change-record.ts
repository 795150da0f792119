import type { TargetKey } from '../domain/ids.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import type { Ports } from '../ports/ports.ts';
import { type Change, changeRow, type NoRow } from './change-row.ts';
import { readRecord } from './read-record.ts';

/** Changes the row of a machine as decided from what it is now; see {@link changeRow}. */
export function changeRecord<Decided extends Change<MachineRecord>>(
  ports: Pick<Ports, 'store'>,
  key: TargetKey,
  decide: (record: MachineRecord) => Decided,
): Promise<Decided | NoRow> {
  const machines = { kind: 'machine', rows: ports.store.machines, read: (one: TargetKey) => readRecord(ports, one) };
  return changeRow(ports, machines, key, decide);
}
