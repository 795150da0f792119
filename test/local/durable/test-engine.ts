import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { createEngine, type EmbeddedEngine } from '../../../local/durable/create-engine.ts';
import type { FunctionInvoker, InstanceStatus } from '../../../local/durable/engine-api.ts';
import type { EngineOptions } from '../../../local/durable/engine-options.ts';
import type { DurableStore } from '../../../local/durable/store/durable-store.ts';
import { MemoryStore } from '../../../local/durable/store/memory-store.ts';
import { testApp } from './test-app.ts';

/** An engine on a virtual clock, with every check on. */
export interface TestEngine {
  readonly clock: VirtualClock;
  readonly store: DurableStore;
  readonly engine: EmbeddedEngine;
  /** A new engine over the same store and clock, as after a kill. */
  restart(options?: EngineOptions): TestEngine;
  /** Starts an instance named after its orchestrator. `input` is a value, not JSON text. */
  start(name: string, input?: unknown): Promise<string>;
  /** Lets everything happen that happens within `ms` of app time; answers the instance's status. */
  run(instanceId: string, ms?: number): Promise<InstanceStatus>;
}

export function testEngine(
  options: EngineOptions = {},
  parts: { clock?: VirtualClock; store?: DurableStore; invoker?: FunctionInvoker } = {},
): TestEngine {
  const { clock = new VirtualClock(), store = new MemoryStore(), invoker = testApp } = parts;
  const engine = createEngine({
    time: clock,
    ledger: clock,
    store,
    invoker,
    options: { checkReplay: true, redeliveryTime: clock, ...options },
  });
  return {
    clock,
    store,
    engine,
    restart(next = options) {
      void engine.stop();
      return testEngine(next, { clock, store, invoker });
    },
    async start(name, input) {
      const text = input === undefined ? undefined : JSON.stringify(input);
      const result = await engine.start({ name, instanceId: `i-${name}`, input: text });
      if (result.kind !== 'started') throw new Error(`'${name}' was not started: ${JSON.stringify(result)}`);
      return result.instanceId;
    },
    async run(instanceId, ms = 60_000) {
      await clock.advance(ms);
      const status = await engine.status(instanceId);
      if (status === undefined) throw new Error(`There is no instance '${instanceId}'.`);
      return status;
    },
  };
}
