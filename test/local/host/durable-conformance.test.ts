import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DurableHost, startDurableHost } from './durable-host.ts';
import { type HttpRecord, type RecordedResponse, readRecording } from './recordings.ts';
import { sendRecorded, stable } from './send-recorded.ts';

interface DurableRecording {
  readonly records: readonly HttpRecord[];
}

/** What this product does not use answers 501 and says so. */
const unsupported = /\/instances\/[^/]+\/(raiseEvent|suspend|resume|rewind|restart)\b|\/entities\b|timeout=/;
const wrongAnyway: readonly string[] = ['raiseEvent without a name', 'raiseEvent GET'];

/** What we answer on purpose otherwise, and why. The same list is in local/host/README.md. */
const deliberate: Readonly<Record<string, { readonly why: string; readonly status: number }>> = {
  'list top=2': { why: 'one page with everything; the hub there had more', status: 200 },
  'list top=0': { why: 'one page with everything; the hub there had more', status: 200 },
  'list runtimeStatus=Running': { why: 'the instance of "start and wait" is missing', status: 200 },
  'list runtimeStatus=nonsense': { why: 'the hub there had more', status: 200 },
  'list createdTimeFrom invalid': { why: 'the hub there had more', status: 200 },
  'raiseEvent after which the status is': { why: 'no events', status: 202 },
  'status suspended': { why: 'no suspend', status: 202 },
  'start over a Suspended instance': { why: 'no suspend: it is Running', status: 409 },
  'status after resume': { why: 'no suspend', status: 202 },
  'status suspended without reason': { why: 'no suspend', status: 202 },
  'status after rewind of a failed instance (fails again)': { why: 'no rewind', status: 200 },
  'wrong connection': { why: 'there are no connections: the name is ignored', status: 200 },
  'terminate without reason': { why: 'the instance of "start and wait" is missing', status: 404 },
  'status terminated without reason': { why: 'the instance of "start and wait" is missing', status: 404 },
  'purge many createdTimeFrom + Failed': { why: 'the moments of the recording are not ours', status: 404 },
  'entity in the instance list': { why: 'no entities', status: 200 },
  'status of an entity as an instance': { why: 'no entities', status: 404 },
  'list of more than 1000 instances (page of the storage), webhook': { why: 'one page with everything', status: 200 },
  'list of more than 1000 instances, RPC endpoint': { why: 'that endpoint has another path here', status: 404 },
  'list continued, webhook': { why: 'one page with everything', status: 200 },
  'list continued, RPC endpoint': { why: 'that endpoint has another path here', status: 404 },
  'list without a filter, more than 1000': { why: 'one page with everything', status: 200 },
};

const recording = readRecording<DurableRecording>('durable-http.json');
const records = recording?.records.filter(({ request }) => request !== undefined) ?? [];
const isUnsupported = (record: HttpRecord): boolean =>
  unsupported.test(record.request?.path ?? '') && !wrongAnyway.includes(record.name);

describe.skipIf(recording === undefined)('the durable webhook answers as on the real host', () => {
  let host: DurableHost;
  beforeAll(async () => {
    host = await startDurableHost();
  });
  afterAll(() => host.stop());

  it.each(records)('$name', async (record) => {
    const ours = await sendRecorded(host.url, record);
    await host.clock.quiesce();
    const difference = deliberate[record.name];
    if (difference !== undefined) {
      expect(ours.status, difference.why).toBe(difference.status);
      expect(shown(ours)).not.toEqual(shown(record.response));
    } else if (isUnsupported(record)) {
      expect(ours).toMatchObject({ status: 501, body: { Message: expect.stringContaining('not supported') } });
    } else {
      expect(shown(ours)).toEqual(shown(record.response));
    }
  });
});

/** Without what changes from run to run, and without the texts of .NET. */
function shown(response: RecordedResponse | undefined): unknown {
  const { 'content-length': _length, ...headers } = stable(response?.headers ?? {});
  const text = JSON.stringify({ status: response?.status, headers, body: response?.body }, (key, value) =>
    ['ExceptionMessage', 'ExceptionType', 'StackTrace', 'Generation', 'Details'].includes(key) ? undefined : value,
  );
  return JSON.parse(
    text
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)/g, 'TIME')
      .replaceAll(/[0-9a-f]{32}|[0-9a-f-]{36}/g, 'GUID')
      .replaceAll('"runtimeStatus":"Pending"', '"runtimeStatus":"Running"')
      .replaceAll(/(known orchestrator functions: )[^"]*/g, '$1...')
      .replaceAll(/( \\n )\{\\"\$type(\\\\.|\\.|[^"\\])*/g, '$1...'),
  );
}
