import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpRecord, readRecording, runRecordedSource } from './recordings.ts';
import { sendRecorded, stable } from './send-recorded.ts';
import { startTestHost, type TestHost } from './start-test-host.ts';

interface HttpRecording {
  readonly source: { readonly 'http.js': string };
  readonly records: readonly HttpRecord[];
}

const recording = readRecording<HttpRecording>('http.json');
const records = recording?.records.filter(({ request }) => request !== undefined) ?? [];

describe.skipIf(recording === undefined)('HTTP functions answer as on the real host', () => {
  let host: TestHost;
  beforeAll(async () => {
    host = await startTestHost(() => runRecordedSource(recording?.source['http.js'] ?? ''));
  });
  afterAll(() => host.stop());

  it.each(records)('$name', async (record) => {
    const ours = await sendRecorded(host.url, record);
    const theirs = record.response;
    expect({ status: ours.status, headers: ours.headers, body: ours.body }).toEqual({ status: theirs?.status, headers: stable(theirs?.headers ?? {}), body: theirs?.body });
  });
});
