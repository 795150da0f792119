import type { MachineRecord } from '../machine/machine-record.ts';

/**
 * Whether a look that only waits for Azure may leave the associations unread: they were seen in place, or ours were
 * answered with success. What a look concludes at its end, it has read.
 */
export function associationsCanWait(record: MachineRecord): boolean {
  const ours = Object.entries(record.steps).filter(([stepId]) => stepId.startsWith('associate'));
  const areSent = ours.length > 0 && ours.every(([, step]) => step.writes.at(-1)?.ended === 'succeeded');
  return areSent || record.findings['data-collection']?.kind === 'satisfied';
}
