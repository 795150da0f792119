import type { SimContext } from '../core/types.ts';
import type { ExtensionOutcome } from '../extensions/extension-scripts.ts';
import type { FaultList } from './fault-list.ts';
import { type ExtensionFault, extensionFaultSchema, requestFaultSchema } from './fault-schema.ts';

/**
 * Puts a scripted fault in force, on requests or (with `extension`) on installations, and answers its id.
 * Throws a zod error that names what is wrong in the value.
 */
export function addFault(context: SimContext, faults: FaultList, value: unknown): string {
  const isExtensionFault = typeof value === 'object' && value !== null && 'extension' in value;
  if (!isExtensionFault) return faults.add(requestFaultSchema.parse(value));
  const { extension, times, outcome } = extensionFaultSchema.parse(value);
  context.scripts.add({
    ...(extension.machine === undefined ? {} : { machine: extension.machine }),
    ...(extension.type === undefined ? {} : { type: extension.type }),
    ...(times === undefined ? {} : { times }),
    outcome: outcomeOf(outcome),
  });
  return 'extension';
}

function outcomeOf(outcome: ExtensionFault['outcome']): ExtensionOutcome {
  if ('hang' in outcome) return { kind: 'hang' };
  if ('slowMs' in outcome) return { kind: 'slow', ms: outcome.slowMs };
  const { exitCode, code, status, message } = outcome;
  return {
    kind: 'fail',
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { status }),
    ...(message === undefined ? {} : { message }),
  };
}
