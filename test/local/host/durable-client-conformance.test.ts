import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { type DurableHost, registerClientFunction, startDurableHost } from './durable-host.ts';
import { readRecording } from './recordings.ts';

interface ClientCall {
  readonly call: string;
  readonly arguments: readonly unknown[];
  readonly resolved?: unknown;
  readonly rejected?: unknown;
}

interface ClientRecording {
  readonly jsClient: { readonly calls: readonly ClientCall[] };
}

const supported: readonly string[] = ['startNew', 'getStatus', 'getStatusBy', 'terminate', 'purgeInstanceHistory'];

const recording = readRecording<ClientRecording>('durable-http.json');
const calls = recording?.jsClient.calls.filter(({ call }) => supported.includes(call)) ?? [];

describe.skipIf(recording === undefined)('the real durable client gets what the real extension gives', () => {
  let host: DurableHost;
  beforeAll(async () => {
    // Within the range that the recorded getStatusBy asks for.
    host = await startDurableHost(registerClientFunction, new VirtualClock(Date.UTC(2026, 10, 21, 5, 4, 0)));
  });
  afterAll(() => host.stop());

  it.each(calls)('$call $arguments', async (recorded) => {
    const answer = await host.fetch('POST', '/api/client', {
      body: { method: recorded.call, args: recorded.arguments },
    });
    await host.clock.quiesce();
    const { resolved, rejected } = recorded;
    expect(shown(answer.json())).toEqual(shown(rejected === undefined ? { resolved } : { rejected }));
  });
});

/** Without what changes from run to run. */
function shown(value: unknown): unknown {
  const text = JSON.stringify(value)
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
    .replaceAll(/[0-9a-f]{32}|[0-9a-f-]{36}/g, 'GUID')
    .replaceAll('"__undefined"', 'null')
    .replaceAll('status Pending', 'status Running');
  return JSON.parse(text);
}
