import type { MachineFacts } from '../machine/machine-facts.ts';
import type { MachineRecord } from '../machine/machine-record.ts';

const workingStates = ['creating', 'updating', 'deleting', 'accepted', 'transitioning'];

/**
 * Which operations of our writes are worth reading: those still open while nothing on the machine is being
 * provisioned any more. Then each is read once, for its end and its error code (definition D10).
 */
export function operationsToRead(
  record: MachineRecord,
  facts: MachineFacts,
): readonly { readonly stepId: string; readonly url: string }[] {
  const isWorking = facts.extensions.some((extension) =>
    workingStates.includes(extension.provisioningState.toLowerCase()),
  );
  if (isWorking) return [];
  return Object.entries(record.steps).flatMap(([stepId, step]) =>
    step.operationUrl === undefined ? [] : [{ stepId, url: step.operationUrl }],
  );
}
