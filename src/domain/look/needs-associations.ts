import type { MachineRecord } from '../machine/machine-record.ts';

/** While Azure installs an extension and the rules were seen in place, a look need not read them again. */
export function needsAssociationsFirst(record: MachineRecord): boolean {
  return record.provisioningSince === undefined || record.findings['data-collection']?.kind !== 'satisfied';
}
