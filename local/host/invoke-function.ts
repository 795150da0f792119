import { randomUUID } from 'node:crypto';
import type { Ledger } from '../clock/ledger.ts';
import { failureText } from './failure-text.ts';
import type { RegisteredFunction } from './function-registry.ts';
import type { LogSink } from './log-sink.ts';
import type { CoreInvocationContext } from './programming-model.ts';
import type { TypedData } from './typed-data.ts';

interface InvocationInfo {
  readonly functionName: string;
  /** The binding type of the trigger, such as `activityTrigger`. */
  readonly trigger: string;
  readonly invocationId: string;
  /** The orchestration instance, for orchestrators and activities. */
  readonly instanceId?: string;
}

/** What the function answered, none for no value. */
export type InvocationResult = TypedData | undefined;

/**
 * Stands around every invocation, for tests: it may delay it, run it twice, drop its result, or never return.
 * No ledger token of the host is open while it runs outside of `run`.
 */
export type AroundInvocation = (
  info: InvocationInfo,
  run: () => Promise<InvocationResult>,
) => Promise<InvocationResult>;

export interface InvocationInput {
  readonly data: TypedData;
  readonly triggerMetadata?: Readonly<Record<string, TypedData>>;
  readonly instanceId?: string;
}

export type InvokeFunction = (target: RegisteredFunction, input: InvocationInput) => Promise<InvocationResult>;

interface InvokerOptions {
  readonly ledger: Ledger;
  readonly log: LogSink;
  /** What a function gets for a `durableClient` binding. */
  readonly durableClient: () => TypedData;
  /** Real time in milliseconds; undefined for no limit. */
  readonly timeoutMs: number | undefined;
  readonly around?: AroundInvocation;
}

/**
 * Makes the one way by which functions are run: through the invocation model of the real @azure/functions,
 * with a ledger token while user code runs and the function timeout of host.json.
 * The result rejects with what the handler threw; the failure is logged.
 */
export function createInvokeFunction(options: InvokerOptions): InvokeFunction {
  const around: AroundInvocation = options.around ?? ((_info, run) => run());
  return (target, input) => {
    const info: InvocationInfo = {
      functionName: target.name,
      trigger: target.trigger.type,
      invocationId: randomUUID(),
      ...(input.instanceId === undefined ? {} : { instanceId: input.instanceId }),
    };
    return around(info, async () => {
      const end = options.ledger.begin(`function ${target.name} ${input.instanceId ?? info.invocationId}`);
      try {
        return await withTimeout(runOnce(target, input, info, options), target.name, options.timeoutMs);
      } catch (error) {
        options.log({
          level: 'error',
          functionName: target.name,
          invocationId: info.invocationId,
          message: `failed: ${failureText(error)}`,
        });
        throw error;
      } finally {
        end();
      }
    });
  };
}

async function runOnce(
  target: RegisteredFunction,
  input: InvocationInput,
  info: InvocationInfo,
  options: InvokerOptions,
): Promise<InvocationResult> {
  const model = target.model.getInvocationModel(coreContext(target, input, info, options));
  const { context, inputs } = await model.getArguments();
  const result = await model.invokeFunction(context, inputs, target.callback).catch((error: unknown) => {
    // The worker asks "is there an error?", so `throw undefined` counts as returning nothing.
    if (error !== undefined) throw error;
  });
  const response = await model.getResponse(context, result);
  return response.returnValue ?? undefined;
}

function coreContext(
  target: RegisteredFunction,
  input: InvocationInput,
  info: InvocationInfo,
  options: InvokerOptions,
): CoreInvocationContext {
  const { invocationId } = info;
  return {
    invocationId,
    metadata: target.metadata,
    state: 'invocation',
    request: {
      invocationId,
      functionId: target.name,
      inputData: [{ name: target.trigger.name, data: input.data }, ...extraInputs(target, options)],
      triggerMetadata: input.triggerMetadata ?? {},
    },
    log: (level, _category, message) => options.log({ level, functionName: target.name, invocationId, message }),
  };
}

/** The registry lets no other input through. */
function extraInputs(target: RegisteredFunction, options: InvokerOptions): { name: string; data: TypedData }[] {
  return Object.values(target.metadata.bindings)
    .filter(({ type }) => type === 'durableClient')
    .map(({ name }) => ({ name, data: options.durableClient() }));
}

/** Real time, as a hung handler would otherwise hold its caller for ever. */
function withTimeout<T>(work: Promise<T>, name: string, timeoutMs: number | undefined): Promise<T> {
  if (timeoutMs === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const handle = setTimeout(() => {
      reject(new Error(`Timeout value of ${timeoutMs} ms exceeded by function 'Functions.${name}'.`));
    }, timeoutMs).unref();
    work.then(resolve, reject).finally(() => clearTimeout(handle));
  });
}
