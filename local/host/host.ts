import { randomUUID } from 'node:crypto';
import type { Ledger } from '../clock/ledger.ts';
import type { TimeSource } from '../clock/time-source.ts';
import type { DurableEngine, FunctionInvoker } from '../durable/engine-api.ts';
import { durableClientBinding } from './durable-client-binding.ts';
import { createFunctionInvoker } from './function-invoker.ts';
import type { FunctionRegistry } from './function-registry.ts';
import { type FunctionSummary, summarizeFunctions } from './function-summary.ts';
import { createSettingResolver, type HostJson, parseHostJson } from './host-json.ts';
import type { HostKeys } from './host-keys.ts';
import { createHttpFront } from './http-front.ts';
import { close, createHttpServer, listen } from './http-server.ts';
import { type HostFetch, inProcessFetch } from './in-process-fetch.ts';
import { type AroundInvocation, createInvokeFunction } from './invoke-function.ts';
import { createLineLog, type LogSink } from './log-sink.ts';
import { TimerListener } from './timer-listener.ts';
import { createMemoryTimerStatusStore, type TimerStatusStore } from './timer-status.ts';

export interface HostOptions {
  readonly registry: FunctionRegistry;
  /** Makes the engine over the app's orchestrators and activities; not called for an app without orchestrators. */
  readonly engineFactory: (invoker: FunctionInvoker) => DurableEngine | Promise<DurableEngine>;
  readonly time: TimeSource;
  readonly ledger: Ledger;
  readonly keys: HostKeys;
  /** Default: that of an empty host.json. */
  readonly hostJson?: HostJson;
  /** On 127.0.0.1; default 0, a free one. */
  readonly port?: number;
  /** Default: a line on stderr for each warning and error. */
  readonly log?: LogSink;
  /** Where timers remember their last run; default: in memory. */
  readonly timerStatuses?: TimerStatusStore;
  /** Replaces `%NAME%` in timer schedules; default: there are no settings. */
  readonly resolveSettings?: (text: string) => string;
  readonly around?: AroundInvocation;
}

export interface Host {
  /** Such as `http://127.0.0.1:7071`. */
  readonly url: string;
  readonly functions: readonly FunctionSummary[];
  /** Undefined for an app without orchestrators. */
  readonly engine: DurableEngine | undefined;
  /** The same as a request to `url`, without a socket. */
  readonly fetch: HostFetch;
  /** Stops timers, engine and server. What is in flight is abandoned, as by a kill. */
  stop(): Promise<void>;
}

/**
 * Starts one embedded Functions host. Many may live in one process.
 * @throws Error when a registration asks for something that this host does not do, or the port is taken.
 */
export async function createHost(options: HostOptions): Promise<Host> {
  const { registry, ledger, keys, hostJson, log, timerStatuses, resolveSettings } = { ...defaults(), ...options };
  const state: { authority: string; engine: DurableEngine | undefined } = { authority: '', engine: undefined };
  // Unguessable, as this endpoint needs no key and shares the port with those that do.
  const rpcPath = `${randomUUID()}/durabletask`;
  const invoke = createInvokeFunction({
    ledger,
    log,
    timeoutMs: hostJson.functionTimeoutMs,
    durableClient: () =>
      durableClientBinding({
        authority: state.authority,
        hubName: hostJson.hubName,
        durableKey: keys.durable,
        rpcBaseUrl: `http://${state.authority}/${rpcPath}/`,
      }),
    ...(options.around === undefined ? {} : { around: options.around }),
  });
  const handle = createHttpFront({ registry, engine: () => state.engine, invoke, keys, hostJson, log, rpcPath });
  const timers = registry
    .ofTrigger('timerTrigger')
    .map((target) => new TimerListener(target, { time: options.time, invoke, timerStatuses, resolveSettings }));
  const server = createHttpServer(handle, ledger);
  state.authority = `127.0.0.1:${await listen(server, options.port ?? 0)}`;
  try {
    if (registry.ofTrigger('orchestrationTrigger').length > 0) {
      state.engine = await options.engineFactory(createFunctionInvoker(registry, invoke));
    }
  } catch (error) {
    await close(server);
    throw error;
  }
  for (const timer of timers) timer.start();
  return {
    url: `http://${state.authority}`,
    functions: summarizeFunctions(registry, hostJson.routePrefix),
    engine: state.engine,
    fetch: inProcessFetch(handle, state.authority, ledger),
    async stop() {
      for (const timer of timers) timer.stop();
      await state.engine?.stop();
      await close(server);
    },
  };
}

function defaults(): Required<Pick<HostOptions, 'hostJson' | 'log' | 'timerStatuses' | 'resolveSettings'>> {
  const resolveSettings = createSettingResolver({});
  return {
    hostJson: parseHostJson({}, resolveSettings),
    log: createLineLog((line) => console.error(line), false),
    timerStatuses: createMemoryTimerStatusStore(),
    resolveSettings,
  };
}
