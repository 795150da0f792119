import Module from 'node:module';
import type { FunctionInvoker } from '../../../local/durable/engine-api.ts';

/** The parts of the worker's core API and programming model that these tests need. */
type Callback = (...args: unknown[]) => unknown;
interface Metadata {
  readonly name: string;
  readonly bindings: Record<string, { readonly type: string }>;
}
type TypedData = Partial<Record<'string' | 'json', string>> & { int?: number; double?: number; bytes?: Uint8Array };
interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: Callback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<{ returnValue?: TypedData | null }>;
}
interface ProgrammingModel {
  getInvocationModel(context: object): Promise<InvocationModel>;
}
interface Registered {
  readonly metadata: Metadata;
  readonly callback: Callback;
  readonly binding: string;
}

const registered = new Map<string, Registered>();
let model: ProgrammingModel | undefined;

const coreApi = {
  version: '1.0.0',
  hostVersion: '4.1037.0',
  registerHook: () => ({ dispose: () => undefined }),
  setProgrammingModel: (next: ProgrammingModel) => {
    model = next;
  },
  getProgrammingModel: () => model,
  log: () => undefined,
  registerFunction: (metadata: Metadata, callback: Callback) => {
    const binding = Object.entries(metadata.bindings).find(([, { type }]) => /trigger$/i.test(type))?.[0] ?? '';
    registered.set(metadata.name, { metadata, callback, binding });
    return { dispose: () => undefined };
  },
  Disposable: class {
    dispose(): void {}
  },
};

Module.prototype.require = new Proxy(Module.prototype.require, {
  apply: (target, self, args) =>
    args[0] === '@azure/functions-core' ? coreApi : (Reflect.apply(target, self, args) as unknown),
});

/** The real durable-functions package; import it from here so that the hook is in place first. */
export const df = await import('durable-functions');

/** Runs the registered functions through the real @azure/functions programming model. */
export const testApp: FunctionInvoker = {
  hasOrchestrator: (name) => triggerType(name) === 'orchestrationTrigger',
  hasActivity: (name) => triggerType(name) === 'activityTrigger',
  orchestratorNames: () => [...registered.keys()].filter((name) => triggerType(name) === 'orchestrationTrigger'),
  async runOrchestrator(name, _instanceId, trigger) {
    return (await invoke(name, trigger))?.json ?? '';
  },
  async runActivity(name, _instanceId, input) {
    return jsonText(await invoke(name, input));
  },
};

let invocations = 0;

async function invoke(name: string, data: string | undefined): Promise<TypedData | null | undefined> {
  const found = registered.get(name);
  if (found === undefined || model === undefined)
    throw new Error(`Function '${name}' is not registered in the test app.`);
  invocations += 1;
  const invocationId = String(invocations);
  const invocation = await model.getInvocationModel({
    invocationId,
    metadata: found.metadata,
    state: undefined,
    log: () => undefined,
    request: {
      invocationId,
      functionId: name,
      inputData: [{ name: found.binding, data: data === undefined ? {} : { string: data } }],
      triggerMetadata: {},
    },
  });
  const { context, inputs } = await invocation.getArguments();
  const result = await invocation.invokeFunction(context, inputs, found.callback);
  return (await invocation.getResponse(context, result)).returnValue;
}

function triggerType(name: string): string | undefined {
  const found = registered.get(name);
  return found?.metadata.bindings[found.binding]?.type;
}

/** What the host makes of an activity's typed return value. */
function jsonText(value: TypedData | null | undefined): string | undefined {
  if (value?.string !== undefined) return JSON.stringify(value.string);
  if (value?.int !== undefined) return BigInt.asIntN(64, BigInt(value.int)).toString();
  if (value?.double !== undefined) {
    return Number.isFinite(value.double) ? JSON.stringify(value.double) : JSON.stringify(String(value.double));
  }
  if (value?.bytes !== undefined) return JSON.stringify(Buffer.from(value.bytes).toString('base64'));
  return value?.json;
}
