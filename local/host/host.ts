import type { Ledger } from '../clock/ledger.ts';
import type { TimeSource } from '../clock/time-source.ts';
import type { DurableEngine, FunctionInvoker } from '../durable/engine-api.ts';
import { durableClientBinding } from './durable-client-binding.ts';
import { createFunctionInvoker } from './function-invoker.ts';
import type { FunctionRegistry } from './function-registry.ts';
import { type FunctionSummary, summarizeFunctions } from './function-summary.ts';
import type { HostJson } from './host-json.ts';
import type { HostKeys } from './host-keys.ts';
import { createHttpFront, type HandleRequest } from './http-front.ts';
import { emptyResponse } from './http-message.ts';
import { createHttpServer, listen } from './http-server.ts';
import { type HostFetch, inProcessFetch } from './in-process-fetch.ts';
import { type AroundInvocation, createInvokeFunction } from './invoke-function.ts';
import type { LogSink } from './log-sink.ts';
import { TimerListener } from './timer-listener.ts';
import type { TimerStatusStore } from './timer-status.ts';

export interface HostOptions {
  readonly registry: FunctionRegistry;
  /** Makes the engine over the app's orchestrators and activities; not called for an app without orchestrators. */
  readonly engineFactory: (invoker: FunctionInvoker) => DurableEngine | Promise<DurableEngine>;
  readonly time: TimeSource;
  readonly ledger: Ledger;
  readonly keys: HostKeys;
  readonly hostJson: HostJson;
  readonly log: LogSink;
  readonly timerStatuses: TimerStatusStore;
  readonly resolveSettings: (text: string) => string;
  /** On 127.0.0.1; 0 for a free one. */
  readonly port: number;
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
 * @throws Error when a registration asks for something that this host does not do.
 */
export async function createHost(options: HostOptions): Promise<Host> {
  const { registry, ledger, hostJson } = options;
  const late: { handle: HandleRequest; engine: DurableEngine | undefined } = {
    handle: () => Promise.resolve(emptyResponse(503)),
    engine: undefined,
  };
  const server = createHttpServer((request) => late.handle(request), ledger);
  const authority = `127.0.0.1:${await listen(server, options.port)}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  try {
    const rpc = { baseUrl: '' };
    const invoke = createInvokeFunction({
      ledger,
      log: options.log,
      timeoutMs: hostJson.functionTimeoutMs,
      extraInput: (type) =>
        type === 'durableClient'
          ? durableClientBinding({
              authority,
              hubName: hostJson.hubName,
              durableKey: options.keys.durable,
              rpcBaseUrl: rpc.baseUrl,
            })
          : undefined,
      ...(options.around === undefined ? {} : { around: options.around }),
    });
    const front = createHttpFront({
      registry,
      engine: () => late.engine,
      invoke,
      keys: options.keys,
      hostJson,
      log: options.log,
    });
    rpc.baseUrl = `http://${authority}/${front.rpcPath}`;
    const timers = registry.ofTrigger('timerTrigger').map(
      (target) =>
        new TimerListener(target, {
          time: options.time,
          invoke,
          statuses: options.timerStatuses,
          resolveSettings: options.resolveSettings,
        }),
    );
    if (registry.ofTrigger('orchestrationTrigger').length > 0) {
      late.engine = await options.engineFactory(createFunctionInvoker(registry, invoke));
    }
    late.handle = front.handle;
    for (const timer of timers) timer.start();
    return {
      url: `http://${authority}`,
      functions: summarizeFunctions(registry, hostJson.routePrefix),
      engine: late.engine,
      fetch: inProcessFetch(front.handle, authority, ledger),
      async stop() {
        for (const timer of timers) timer.stop();
        await late.engine?.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
