import type { Binding, FunctionCallback, FunctionMetadata, ProgrammingModel } from './programming-model.ts';

export interface Registration {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
  readonly model: ProgrammingModel;
}

/** One function of the app, ready to be run. */
export interface RegisteredFunction extends Registration {
  readonly name: string;
  readonly trigger: Binding;
}

const triggers: ReadonlySet<string> = new Set([
  'httpTrigger',
  'timerTrigger',
  'eventGridTrigger',
  'orchestrationTrigger',
  'activityTrigger',
]);

/** Beside the trigger: the durable client, and what an HTTP function answers. */
const knownBindings: ReadonlySet<string> = new Set(['durableClient', 'http']);

/** The functions of one app, in the order they were registered. */
export class FunctionRegistry {
  readonly #byName = new Map<string, RegisteredFunction>();

  get functions(): readonly RegisteredFunction[] {
    return [...this.#byName.values()];
  }

  /** @throws Error for a name registered twice (names ignore case) and for triggers and bindings that this host does not know. */
  add(registration: Registration): void {
    const { name, bindings } = registration.metadata;
    const key = name.toLowerCase();
    if (this.#byName.has(key)) throw new Error(`A function named '${name}' is registered twice.`);
    const trigger = Object.values(bindings).find((binding) => /trigger$/i.test(binding.type));
    if (trigger === undefined || !triggers.has(trigger.type)) {
      throw new Error(
        `Function '${name}' has trigger '${trigger?.type ?? 'none'}'; the local host supports ${[...triggers].join(', ')}.`,
      );
    }
    const others = Object.values(bindings).filter((binding) => binding !== trigger && !knownBindings.has(binding.type));
    if (others.length > 0) {
      const types = others.map(({ type }) => `'${type}'`).join(', ');
      throw new Error(`Function '${name}' has a binding of type ${types}, which the local host does not support.`);
    }
    this.#byName.set(key, { ...registration, name, trigger });
  }

  ofTrigger(type: string): readonly RegisteredFunction[] {
    return this.functions.filter((candidate) => candidate.trigger.type === type);
  }
}
