import Module from 'node:module';
import { FunctionRegistry } from './function-registry.ts';
import type { FunctionCallback, FunctionMetadata, LogLevel, ProgrammingModel } from './programming-model.ts';

const moduleName = '@azure/functions-core';
const hostVersion = '4.1037.0';

let collecting: FunctionRegistry | undefined;

/**
 * Runs `register` and answers every function that it registered through the real @azure/functions package
 * (`app.*`, `df.app.*`), as the functions of one app. Repeatable within a process.
 * @throws Error when nothing or a name twice was registered, or when `register` is asynchronous.
 */
export function collectRegistrations(register: () => void): FunctionRegistry {
  if (collecting !== undefined)
    throw new Error('collectRegistrations: registrations of another app are being collected.');
  const registry = new FunctionRegistry();
  collecting = registry;
  try {
    const answer: unknown = register();
    if (answer instanceof Promise) {
      answer.catch(() => undefined);
      throw new Error('collectRegistrations: the callback is asynchronous; register all functions synchronously.');
    }
  } finally {
    collecting = undefined;
  }
  if (registry.functions.length === 0) {
    throw new Error(
      'No function was registered. Either the app calls no app.* method when it is loaded, or it uses a copy of ' +
        '@azure/functions that was used before the local host was loaded: import local/host/core-module.ts first.',
    );
  }
  return registry;
}

/** The module that @azure/functions asks the worker for; each copy of the package gets one of its own. */
function createCoreModule(): object {
  let model: ProgrammingModel | undefined;
  return {
    version: hostVersion,
    hostVersion,
    setProgrammingModel: (given: ProgrammingModel) => {
      model = given;
    },
    getProgrammingModel: () => model,
    registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback) => {
      if (model === undefined) throw new Error(`Function '${metadata.name}' is registered before a programming model.`);
      if (collecting === undefined) {
        throw new Error(
          `Function '${metadata.name}' is registered outside of collectRegistrations: the local host would never run it.`,
        );
      }
      collecting.add({ metadata, callback, model });
      return { dispose: () => undefined };
    },
    registerHook: (name: string) => {
      throw new Error(`Hook '${name}' is not supported by the local host (local/host/README.md).`);
    },
    log: (level: LogLevel, _category: string, message: string) => {
      if (level === 'warning' || level === 'error' || level === 'critical') console.error(`${level}: ${message}`);
    },
  };
}

// The worker of Azure Functions hooks the same method (azure-functions-nodejs-worker, src/setupCoreModule.ts).
Module.prototype.require = new Proxy(Module.prototype.require, {
  apply(target, self, args: [string]) {
    return args[0] === moduleName ? createCoreModule() : Reflect.apply(target, self, args);
  },
});
