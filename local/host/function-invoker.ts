import type { FunctionInvoker } from '../durable/engine-api.ts';
import type { FunctionRegistry, RegisteredFunction } from './function-registry.ts';
import type { InvokeFunction } from './invoke-function.ts';
import type { TypedData } from './typed-data.ts';

/** What the durable engine calls to run orchestrators and activities. Names ignore case, as on Azure. */
export function createFunctionInvoker(registry: FunctionRegistry, invoke: InvokeFunction): FunctionInvoker {
  const orchestrators = byName(registry.ofTrigger('orchestrationTrigger'));
  const activities = byName(registry.ofTrigger('activityTrigger'));
  return {
    hasOrchestrator: (name) => orchestrators.has(name.toLowerCase()),
    hasActivity: (name) => activities.has(name.toLowerCase()),
    orchestratorNames: () => [...orchestrators.values()].map(({ name }) => name),
    async runOrchestrator(name, instanceId, trigger) {
      const target = required(orchestrators, name, 'orchestrator');
      const state = await invoke(target, { data: { string: trigger }, instanceId });
      if (state?.json === undefined)
        throw new Error(`Orchestrator '${name}' answered no state; is it a generator function?`);
      return state.json;
    },
    async runActivity(name, instanceId, input) {
      const target = required(activities, name, 'activity');
      const data: TypedData = input === undefined ? {} : { string: input };
      const triggerMetadata = {
        instanceId: { string: instanceId },
        ...(input === undefined ? {} : { data: { json: input } }),
      };
      const answer = await invoke(target, { data, instanceId, triggerMetadata });
      return answer === undefined ? undefined : answerToJson(answer);
    },
  };
}

function byName(functions: readonly RegisteredFunction[]): ReadonlyMap<string, RegisteredFunction> {
  return new Map(functions.map((registered) => [registered.name.toLowerCase(), registered]));
}

function required(known: ReadonlyMap<string, RegisteredFunction>, name: string, kind: string): RegisteredFunction {
  const found = known.get(name.toLowerCase());
  if (found === undefined) throw new Error(`There is no ${kind} function '${name}'.`);
  return found;
}

/** What the extension stores of a return value: integers wrap at 64 bits, NaN and infinity become text. */
function answerToJson(answer: TypedData): string {
  if (answer.json !== undefined) return answer.json;
  if (answer.int !== undefined) return BigInt.asIntN(64, BigInt(answer.int)).toString();
  if (answer.double !== undefined) {
    return JSON.stringify(Number.isFinite(answer.double) ? answer.double : String(answer.double));
  }
  if (answer.bytes !== undefined) return JSON.stringify(Buffer.from(answer.bytes).toString('base64'));
  return JSON.stringify(answer.string ?? null);
}
