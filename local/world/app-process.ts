import type { TargetRow } from '../../src/domain/work/target-row.ts';
import type { LookedAtKind } from '../../src/look/target-kinds.ts';
import type { Ports } from '../../src/ports/ports.ts';
import { registerApp } from '../../src/register-app.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import { createEngine, type EmbeddedEngine } from '../durable/create-engine.ts';
import type { Diagnostic } from '../durable/diagnostics.ts';
import type { EngineOptions } from '../durable/engine-options.ts';
import { MemoryStore as DurableMemoryStore } from '../durable/store/memory-store.ts';
import { collectRegistrations } from '../host/core-module.ts';
import { createHost, type Host } from '../host/host.ts';
import type { LogEntry } from '../host/log-sink.ts';
import { createMemoryTimerStatusStore } from '../host/timer-status.ts';

/** The keys of the app in a world. */
export const worldKeys = {
  master: 'test-master',
  function: 'test-function',
  eventgrid: 'test-events',
  durable: 'test-durable',
};

export interface AppProcess {
  readonly log: LogEntry[];
  /** What the engine found wrong (nondeterminism, stuck instances, turns that replay differently), over all its lives. */
  readonly diagnostics: Diagnostic[];
  host(): Host;
  engine(): EmbeddedEngine;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The app in its host; what must survive a kill (instances, timer statuses) is kept outside of it. */
export function createAppProcess(
  clock: VirtualClock,
  ports: Ports,
  engineOptions: EngineOptions,
  kinds?: readonly LookedAtKind<TargetRow>[],
): AppProcess {
  const durableStore = new DurableMemoryStore();
  const timerStatuses = createMemoryTimerStatusStore();
  const log: LogEntry[] = [];
  const diagnostics: Diagnostic[] = [];
  let running: { readonly host: Host; readonly engine: EmbeddedEngine } | undefined;
  const need = (): { readonly host: Host; readonly engine: EmbeddedEngine } => {
    if (running === undefined) throw new Error('The app of this world is not running.');
    return running;
  };
  return {
    log,
    diagnostics,
    host: () => need().host,
    engine: () => need().engine,
    start: async () => {
      let engine: EmbeddedEngine | undefined;
      const host = await createHost({
        registry: collectRegistrations(() => registerApp(ports, kinds)),
        engineFactory: (invoker) => {
          engine = createEngine({
            time: clock,
            ledger: clock,
            store: durableStore,
            invoker,
            options: {
              checkReplay: true,
              onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
              redeliveryTime: clock,
              maxConcurrentActivities: 50,
              maxConcurrentOrchestrators: 50,
              ...engineOptions,
            },
          });
          return engine;
        },
        time: clock,
        ledger: clock,
        keys: worldKeys,
        hostJson: { routePrefix: 'api', hubName: 'Test', functionTimeoutMs: undefined, durable: {} },
        log: (entry) => log.push(entry),
        timerStatuses,
        resolveSettings: (text) => text,
        port: 0,
      });
      if (engine === undefined) throw new Error('The app registered no orchestration.');
      running = { host, engine };
    },
    stop: async () => {
      await running?.host.stop();
      running = undefined;
    },
  };
}
