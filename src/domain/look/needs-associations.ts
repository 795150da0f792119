import type { MachineRecord } from '../machine/machine-record.ts';

/**
 * Whether a look reads the associations at once. Usually it can wait until nothing else is going on; an association
 * of ours that did not succeed is looked at even while Azure installs an extension.
 */
export function needsAssociationsFirst(record: MachineRecord): boolean {
  return Object.entries(record.steps).some(
    ([stepId, step]) => stepId.startsWith('associate') && step.writes.at(-1)?.ended !== 'succeeded',
  );
}
