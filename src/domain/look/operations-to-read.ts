import type { MachineFacts } from '../machine/machine-facts.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import { extensionTypeOfStep } from '../services/extension-type-of-step.ts';

const workingStates = ['creating', 'updating', 'deleting', 'accepted', 'transitioning'];

/**
 * Which operations of our writes are worth reading: those whose resource is no longer being worked on. Then each is
 * read once, for its end and its error code (definition D10). What others install does not keep ours waiting.
 */
export function operationsToRead(
  record: MachineRecord,
  facts: MachineFacts,
): readonly { readonly stepId: string; readonly url: string }[] {
  return Object.entries(record.steps).flatMap(([stepId, step]) =>
    step.operationUrl === undefined || isWorkedOn(stepId, facts) ? [] : [{ stepId, url: step.operationUrl }],
  );
}

/** The target of an extension step is a type (install) or a name (remove); the identity is the machine's own. */
function isWorkedOn(stepId: string, facts: MachineFacts): boolean {
  const working = facts.extensions.filter(({ provisioningState }) =>
    workingStates.includes(provisioningState.toLowerCase()),
  );
  const target = extensionTypeOfStep(stepId)?.toLowerCase();
  if (target === undefined) return !stepId.includes(':') && working.length > 0;
  return working.some(({ name, type }) => name.toLowerCase() === target || type.toLowerCase() === target);
}
