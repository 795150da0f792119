import { expect, test } from 'vitest';
import { arc, armError, vm } from './payloads.ts';
import { recordedAzure } from './recorded-azure.ts';
import type { RecordedReply } from './recorded-http-client.ts';

const url =
  'https://arm.test/subscriptions/s/providers/Microsoft.Compute/locations/westeurope/operations/1?api-version=2026-04-01';
const failed = {
  status: 'Failed',
  error: {
    code: 'VMExtensionProvisioningError',
    message: "VM has reported a failure when processing extension 'AMA'. Error message: 'exit code 51'",
  },
};

test.each<[string, RecordedReply, object]>([
  ['in progress', { status: 200, body: { status: 'InProgress' } }, { state: 'running' }],
  ['of an unheard-of state', { status: 200, body: { status: 'Brewing' } }, { state: 'running' }],
  ['done', { status: 200, body: { status: 'Succeeded', properties: {} } }, { state: 'succeeded' }],
  ['failed', { status: 200, body: failed }, { state: 'failed', ...failed.error }],
  ['canceled', { status: 200, body: { status: 'Canceled' } }, { state: 'failed', code: 'Canceled', message: '' }],
  ['a Location that runs', { status: 202 }, { state: 'running' }],
  ['a Location that has ended', { status: 204 }, { state: 'succeeded' }],
  ['forgotten', { status: 404, body: armError('NotFound') }, { state: 'lost' }],
])('an operation that is %s', async (_, reply, value) => {
  const { port, sent } = recordedAzure(() => reply);
  expect(await port.readOperation(vm, url)).toEqual({ kind: 'found', value });
  expect(sent).toMatchObject([{ method: 'GET', url }]);
});

test('an operation that may not be read is a failure, not an end', async () => {
  const { port } = recordedAzure(() => ({ status: 503, body: armError('ServerBusy') }));
  expect(await port.readOperation(arc, url)).toMatchObject({ kind: 'failed', failure: { status: 503 } });
});

test.each(['https://elsewhere.test/operations/1', 'http://arm.test/operations/1', 'not a url'])(
  '%s gets no token',
  async (foreign) => {
    const { port, sent } = recordedAzure(() => ({ status: 200, body: { status: 'Succeeded' } }));
    expect(await port.readOperation(vm, foreign)).toEqual({ kind: 'found', value: { state: 'lost' } });
    expect(sent).toHaveLength(0);
  },
);
