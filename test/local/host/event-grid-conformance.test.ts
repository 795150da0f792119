import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeEngine } from './fake-engine.ts';
import { type HttpRecord, type RecordedResponse, readRecording, runRecordedSource } from './recordings.ts';
import { sendRecorded, stable } from './send-recorded.ts';
import { type SeenInvocation, spyOnHandlers } from './spy-on-handlers.ts';
import { startTestHost, type TestHost } from './start-test-host.ts';

interface EventGridRecording {
  readonly source: string;
  readonly records: readonly HttpRecord[];
}

/** What we answer on purpose otherwise, and why. The same list is in local/host/README.md. */
const deliberate: Readonly<Record<string, { readonly why: string; readonly status: number }>> = {
  'notification, array and trailing comma': { why: 'the JSON reader of .NET forgives a trailing comma', status: 500 },
  'content-type charset utf-16 declared': { why: 'bodies are always read as UTF-8', status: 202 },
};

/** Their bodies were shortened; event-grid-webhook.test.ts sends bodies of these sizes. */
const shortened: readonly string[] = ['2 MB body, one event', '200 events in one request'];

const recording = readRecording<EventGridRecording>('eventgrid.json');
const records =
  recording?.records.filter(({ request, name }) => request !== undefined && !shortened.includes(name)) ?? [];

describe.skipIf(recording === undefined)('the Event Grid webhook answers as on the real host', () => {
  const engine = createFakeEngine();
  const seen: SeenInvocation[] = [];
  let host: TestHost;
  beforeAll(async () => {
    const register = (): void => {
      runRecordedSource(recording?.source ?? '');
      df.app.orchestration('sequence', function* () {});
      app.http('hello', { handler: () => ({}) });
    };
    host = await startTestHost(register, { registry: spyOnHandlers(register, seen), engineFactory: () => engine });
  });
  afterAll(() => host.stop());

  it.each(records.filter(({ name }) => !(name in deliberate)))('$name', async (record) => {
    if (record.name.includes('has completed')) engine.finishAll('Completed', []);
    seen.length = 0;
    expect(shown(await sendRecorded(host.url, record))).toEqual(shown(record.response));
    const recorded = Array.isArray(record.invocations) ? record.invocations : [];
    expect(seen.map(({ argument, triggerMetadata }) => ({ argument, triggerMetadata }))).toEqual(
      recorded.map((one) => ({ argument: one.handlerArgument0, triggerMetadata: one.contextTriggerMetadata })),
    );
  });

  it.each(records.filter(({ name }) => name in deliberate))('$name differs on purpose', async (record) => {
    const ours = await sendRecorded(host.url, record);
    expect(ours.status).toBe(deliberate[record.name]?.status);
    expect(shown(ours)).not.toEqual(shown(record.response));
  });
});

function shown(response: RecordedResponse | undefined): unknown {
  const { 'content-length': _length, ...headers } = stable(response?.headers ?? {});
  return { status: response?.status, headers, body: response?.body };
}
