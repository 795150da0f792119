import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { createEngine } from '../../../local/durable/create-engine.ts';
import { MemoryStore } from '../../../local/durable/store/memory-store.ts';
import type { AroundInvocation } from '../../../local/host/invoke-function.ts';
import { startTestHost, type TestHost, testKeys } from './start-test-host.ts';

const base = '/runtime/webhooks/durabletask';
const code = `code=${testKeys.durable}`;

describe('an app with the real durable-functions', () => {
  let clock: VirtualClock;
  let host: TestHost;
  let looks: number;
  let around: AroundInvocation;

  beforeEach(async () => {
    clock = new VirtualClock(Date.UTC(2026, 0, 5, 8));
    looks = 0;
    around = (_info, run) => run();
    host = await startTestHost(register, {
      clock,
      around: (info, run) => around(info, run),
      engineFactory: (invoker) => createEngine({ time: clock, ledger: clock, store: new MemoryStore(), invoker }),
    });
  });
  afterEach(() => host.stop());

  /** A loop like those of the product: an activity, a timer, and a fresh history every second pass. */
  function register(): void {
    df.app.activity('look', { handler: ({ key }: { key: string }) => ({ key, isOver: ++looks >= 5 }) });
    df.app.orchestration('onboard', function* (context) {
      const { key, passes } = context.df.getInput() as { key: string; passes: number };
      for (let pass = 0; pass < 2; pass += 1) {
        const { isOver } = yield context.df.callActivity('look', { key });
        if (isOver) return { key, passes: passes + pass + 1 };
        context.df.setCustomStatus({ passes: passes + pass + 1 });
        yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 60_000));
      }
      context.df.continueAsNew({ key, passes: passes + 2 });
    });
    app.http('onboard-one', {
      route: 'machines/{key}/onboard',
      methods: ['POST'],
      extraInputs: [df.input.durableClient()],
      handler: async (request, context) => {
        const client = df.getClient(context);
        const { key = '' } = request.params;
        await client.startNew('onboard', { instanceId: `machine-${key}`, input: { key, passes: 0 } });
        return client.createCheckStatusResponse(request, `machine-${key}`);
      },
    });
  }

  const status = async (): Promise<unknown> =>
    (await host.fetch('GET', `${base}/instances/machine-vm1?${code}`)).json();

  it('starts by its client, loops over activity, timer and continueAsNew, and ends', async () => {
    const started = await host.fetch('POST', '/api/machines/vm1/onboard');
    expect(started.status).toBe(202);
    await clock.advance(90_000);
    expect(await status()).toMatchObject({ runtimeStatus: 'Running', customStatus: { passes: 2 } });
    await clock.advance(600_000);
    expect(await status()).toMatchObject({
      runtimeStatus: 'Completed',
      input: { key: 'vm1', passes: 4 },
      output: { key: 'vm1', passes: 5 },
    });
    expect(looks).toBe(5);
  });

  it('tells its history, is terminated and purged over HTTP', async () => {
    await host.fetch('POST', '/api/machines/vm1/onboard');
    await clock.advance(10_000);
    expect((await host.fetch('POST', `${base}/instances/machine-vm1/terminate?reason=stop&${code}`)).status).toBe(202);
    await clock.advance(120_000);
    const ended = await host.fetch('GET', `${base}/instances/machine-vm1?showHistory=true&${code}`);
    expect(ended.json()).toMatchObject({
      runtimeStatus: 'Terminated',
      output: 'stop',
      historyEvents: [
        { EventType: 'ExecutionStarted', FunctionName: 'onboard' },
        { EventType: 'TaskCompleted', FunctionName: 'look' },
        { EventType: 'TimerCreated' },
        { EventType: 'ExecutionTerminated', Input: 'stop' },
        { EventType: 'ExecutionCompleted', OrchestrationStatus: 'Terminated' },
      ],
    });
    expect((await host.fetch('DELETE', `${base}/instances/machine-vm1?${code}`)).status).toBe(200);
    expect((await host.fetch('GET', `${base}/instances/machine-vm1?${code}`)).status).toBe(404);
  });

  it('can be made to run an activity twice by a test', async () => {
    around = async (info, run) => {
      if (info.trigger !== 'activityTrigger') return run();
      expect(info).toMatchObject({ functionName: 'look', instanceId: 'machine-vm1' });
      await run();
      return run();
    };
    await host.fetch('POST', '/api/machines/vm1/onboard');
    await clock.advance(600_000);
    expect(looks).toBe(6);
    expect(await status()).toMatchObject({ runtimeStatus: 'Completed', output: { passes: 3 } });
  });
});
