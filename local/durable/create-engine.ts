import type { Ledger } from '../clock/ledger.ts';
import type { TimeSource } from '../clock/time-source.ts';
import type { Diagnostic } from './diagnostics.ts';
import { Engine } from './engine.ts';
import type { DurableEngine, FunctionInvoker } from './engine-api.ts';
import { type EngineOptions, withDefaults } from './engine-options.ts';
import type { DurableStore } from './store/durable-store.ts';

/** The engine's door for the host, and for tests what went wrong unseen. */
export interface EmbeddedEngine extends DurableEngine {
  diagnostics(): readonly Diagnostic[];
  /** False after `stop` and after a crash. */
  readonly running: boolean;
}

/**
 * Starts the engine over a store and resumes whatever is in it: due messages at once, timers when they are due,
 * activities that were running at a kill after `activityRedeliveryMs`. The store belongs to one engine at a time.
 */
export function createEngine(parts: {
  readonly time: TimeSource;
  readonly ledger: Ledger;
  readonly store: DurableStore;
  readonly invoker: FunctionInvoker;
  readonly options?: EngineOptions;
}): EmbeddedEngine {
  const engine = new Engine({ ...parts, options: withDefaults(parts.options ?? {}) });
  engine.resume();
  return engine;
}
