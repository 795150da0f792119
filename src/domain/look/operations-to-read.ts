import { isSameName } from '../ids.ts';
import type { MachineFacts } from '../machine/machine-facts.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import type { Touched } from '../write/touched.ts';

const workingStates = ['creating', 'updating', 'deleting', 'accepted', 'transitioning'];

/**
 * Which operations of our writes are worth reading: those whose resource Azure has stopped working on. Each is then
 * read once, for how it ended and for its error code. What others install does not keep ours waiting.
 */
export function operationsToRead(
  record: MachineRecord,
  facts: MachineFacts,
): readonly { readonly stepId: string; readonly url: string }[] {
  return Object.entries(record.steps).flatMap(([stepId, step]) =>
    step.operationUrl === undefined || isWorkedOn(step.touches, facts) ? [] : [{ stepId, url: step.operationUrl }],
  );
}

/** An identity is the machine's own: whatever Azure does there may keep its write waiting. */
function isWorkedOn(touches: Touched, facts: MachineFacts): boolean {
  const working = facts.extensions.filter(({ provisioningState }) =>
    workingStates.includes(provisioningState.toLowerCase()),
  );
  switch (touches.part) {
    case 'identity':
      return working.length > 0;
    case 'extension':
      return working.some(({ name, type }) => isSameName(name, touches.name) || isSameName(type, touches.type));
    case 'instances':
      return workingStates.includes(facts.provisioningState.toLowerCase());
    case 'association':
    case 'resource':
      return false;
  }
}
