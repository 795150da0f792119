import { InvocationContext } from '@azure/functions';
import { collectRegistrations } from '../../../local/host/core-module.ts';
import { FunctionRegistry } from '../../../local/host/function-registry.ts';

export interface SeenInvocation {
  readonly functionName: string;
  readonly argument: unknown;
  readonly triggerMetadata: unknown;
}

/** The functions of `register`, each of which notes in `seen` what it was called with. */
export function spyOnHandlers(register: () => void, seen: SeenInvocation[]): FunctionRegistry {
  const spied = new FunctionRegistry();
  for (const { metadata, callback, model } of collectRegistrations(register).functions) {
    spied.add({
      metadata,
      model,
      callback: (...inputs) => {
        const context = inputs.at(-1);
        if (!(context instanceof InvocationContext)) throw new Error('The last argument is not the context.');
        seen.push({ functionName: metadata.name, argument: inputs[0], triggerMetadata: context.triggerMetadata });
        return callback(...inputs);
      },
    });
  }
  return spied;
}
