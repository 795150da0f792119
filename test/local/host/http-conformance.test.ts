import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpRecord, type RecordedResponse, readRecording, runRecordedSource } from './recordings.ts';
import { sendRecorded, stable } from './send-recorded.ts';
import { startTestHost, type TestHost } from './start-test-host.ts';

interface HttpRecording {
  readonly source: { readonly 'http.js': string };
  readonly records: readonly HttpRecord[];
}

/** What we answer on purpose otherwise, and why. The same list is in local/host/README.md. */
const deliberate: Readonly<Record<string, { readonly why: string; readonly status: number }>> = {
  root: { why: 'no landing page, one sentence', status: 200 },
  'root HEAD': { why: 'no landing page', status: 200 },
  'admin host status without key': { why: 'no admin API: 501 says so', status: 501 },
  'admin host status with master key': { why: 'no admin API: 501 says so', status: 501 },
  'admin functions with master key': { why: 'no admin API: 501 says so', status: 501 },
  'admin host ping': { why: 'no admin API: 501 says so', status: 501 },
  'response: cookies': { why: 'cookies are not supported and fail loudly', status: 500 },
  'response: nativeNegotiation': { why: 'content negotiation is not supported and fails loudly', status: 500 },
  'authLevel function: upper-case key': { why: 'keys are compared exactly; there a cache ignores case', status: 401 },
};

const recording = readRecording<HttpRecording>('http.json');
const records = recording?.records.filter(({ request }) => request !== undefined) ?? [];

describe.skipIf(recording === undefined)('HTTP functions answer as on the real host', () => {
  let host: TestHost;
  beforeAll(async () => {
    host = await startTestHost(() => runRecordedSource(recording?.source['http.js'] ?? ''));
  });
  afterAll(() => host.stop());

  it.each(records.filter(({ name }) => !(name in deliberate)))('$name', async (record) => {
    expect(shown(await sendRecorded(host.url, record))).toEqual(shown(record.response));
  });

  it.each(records.filter(({ name }) => name in deliberate))('$name differs on purpose', async (record) => {
    const ours = await sendRecorded(host.url, record);
    expect(ours.status).toBe(deliberate[record.name]?.status);
    expect(shown(ours)).not.toEqual(shown(record.response));
  });
});

/** Without what changes from run to run, or was left out of the recording. */
function shown(response: RecordedResponse | undefined): unknown {
  const text = JSON.stringify({ ...response, headers: stable(response?.headers ?? {}), reason: null, bodyBytes: null });
  return JSON.parse(text.replaceAll(/formdata-undici-\d+/g, 'formdata').replaceAll(/x{100,}[^"]*/g, 'xxx'));
}
