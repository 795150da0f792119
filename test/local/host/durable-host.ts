import { app, type HttpRequest, type InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { createEngine } from '../../../local/durable/create-engine.ts';
import { MemoryStore } from '../../../local/durable/store/memory-store.ts';
import { parseHostJson } from '../../../local/host/host-json.ts';
import { readRecording, runRecordedSource } from './recordings.ts';
import { startTestHost, type TestHost } from './start-test-host.ts';

export interface DurableHost extends TestHost {
  readonly clock: VirtualClock;
}

/** A host with the real engine and the recorded orchestrators, of hub RecHub, on a virtual clock. */
export async function startDurableHost(
  registerMore: () => void = () => undefined,
  clock: VirtualClock = new VirtualClock(),
): Promise<DurableHost> {
  const register = (): void => {
    registerRecorded();
    registerMore();
  };
  const host = await startTestHost(register, {
    clock,
    hostJson: parseHostJson({ extensions: { durableTask: { hubName: 'RecHub' } } }, (text) => text),
    engineFactory: (invoker) => createEngine({ time: clock, ledger: clock, store: new MemoryStore(), invoker }),
  });
  return { ...host, clock };
}

/** Two of the recorded orchestrators wait for events, which our engine lacks; here they wait for a timer. */
function registerRecorded(): void {
  for (const name of ['sequence', 'no-yield', 'activity-throws-uncaught']) {
    runRecordedSource(readRecording<{ readonly source: string }>(`orchestrations/${name}.json`)?.source ?? '');
  }
  for (const name of ['long-timer', 'suspend-resume']) {
    df.app.orchestration(name, function* (context) {
      yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 5 * 86_400_000));
    });
  }
}

/** An HTTP function that calls one method of the real durable client, for `callClient`. */
export function registerClientFunction(): void {
  app.http('client', {
    methods: ['POST'],
    extraInputs: [df.input.durableClient()],
    handler: async (request: HttpRequest, context: InvocationContext) => {
      const { method, args } = JSON.parse(await request.text(), reviveDates);
      const client = df.getClient(context);
      try {
        const resolved = await Reflect.apply(Reflect.get(client, method), client, args);
        return { jsonBody: { resolved: resolved ?? null } };
      } catch (error) {
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        return { jsonBody: { rejected: { name, message } } };
      }
    },
  });
}

function reviveDates(key: string, value: unknown): unknown {
  return key.startsWith('createdTime') && typeof value === 'string' ? new Date(value) : value;
}
