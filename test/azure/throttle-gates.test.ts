import { expect, test } from 'vitest';
import type { AzureWrite } from '../../src/domain/write/azure-write.ts';
import { armError, group, groupPayload, refOf, subscription, vmId, vmPayload } from './payloads.ts';
import { permitFor } from './permits.ts';
import { MemoryGates, type RecordedAzure, recordedAzure, SetClock } from './recorded-azure.ts';
import type { RecordedReply } from './recorded-http-client.ts';

const first = refOf(vmId);
const second = refOf(vmId.replace('web-1', 'web-2'));
const third = refOf(vmId.replace('web-1', 'web-3'));
const computeBusy: RecordedReply = {
  status: 429,
  headers: { 'retry-after': '303', 'x-ms-ratelimit-remaining-resource': 'Microsoft.Compute/LowCostGet;0' },
  body: {
    code: 'OperationNotAllowed',
    message: 'The server rejected the request because too many requests have been received for this subscription.',
    details: [{ code: 'TooManyRequests' }],
  },
};
const armBusy: RecordedReply = {
  status: 429,
  headers: { 'retry-after': '17' },
  body: armError(
    'SubscriptionRequestsThrottled',
    `Number of 'read' requests for subscription '${subscription}' exceeded.`,
  ),
};

const read = (azure: RecordedAzure, machine = first) => azure.port.readMachine(machine, { associations: false });

test('one refused machine keeps its Retry-After and leaves the others alone', async () => {
  const azure = recordedAzure(() => computeBusy);
  expect(await read(azure)).toMatchObject({ kind: 'failed', failure: { status: 429, retryAfterSeconds: 303 } });
  expect(azure.gates.rows).toEqual([]);
  await read(azure, second);
  expect(azure.sent).toHaveLength(2);
});

test('a second machine within a minute closes the subscription: no call before Retry-After and a second', async () => {
  const azure = recordedAzure(() => computeBusy);
  await read(azure, first);
  azure.clock.ms += 60_000;
  await read(azure, second);
  expect(azure.gates.rows).toEqual([
    {
      subscription,
      operationClass: 'Microsoft.Compute/read',
      closedUntil: new Date(azure.clock.ms + 304_000).toISOString(),
    },
  ]);
  azure.clock.ms += 303_500;
  expect(await read(azure, third)).toMatchObject({
    kind: 'failed',
    failure: {
      status: 429,
      code: 'TooManyRequests',
      retryAfterSeconds: 1,
      message: expect.stringContaining('Not sent'),
    },
  });
  expect(azure.sent).toHaveLength(2);
  azure.clock.ms += 500;
  await read(azure, third);
  expect(azure.sent).toHaveLength(3);
});

test('the same machine twice, or two machines more than a minute apart, close nothing', async () => {
  const azure = recordedAzure(() => computeBusy);
  await read(azure, first);
  await read(azure, first);
  azure.clock.ms += 60_001;
  await read(azure, second);
  expect(azure.gates.rows).toEqual([]);
});

test('a refused resource group closes its reads at once: no other look asks before Retry-After', async () => {
  const azure = recordedAzure(({ url }) =>
    url.includes('virtualMachines')
      ? { status: 200, body: { ...vmPayload, id: url.split('test')[1]?.split('?')[0] } }
      : computeBusy,
  );
  expect(await read(azure, first)).toMatchObject({ kind: 'failed', failure: { status: 429, retryAfterSeconds: 303 } });
  expect(azure.gates.rows).toMatchObject([{ operationClass: 'Microsoft.Resources/read' }]);
  expect(await read(azure, second)).toMatchObject({ kind: 'failed', failure: { status: 429, retryAfterSeconds: 304 } });
  expect(azure.sent.filter(({ url }) => !url.includes('virtualMachines'))).toHaveLength(1);
});

test("Resource Manager's own bucket closes the subscription's reads of every provider at once, but no writes", async () => {
  const azure = recordedAzure(({ method }) => (method === 'GET' ? armBusy : { status: 200 }));
  await read(azure, first);
  const arc = refOf(`${group}/providers/Microsoft.HybridCompute/machines/edge-1`);
  expect(await read(azure, arc)).toMatchObject({ failure: { code: 'TooManyRequests', retryAfterSeconds: 18 } });
  expect(azure.sent).toHaveLength(1);
  const write: AzureWrite = { kind: 'deleteExtension', target: first, name: 'x', publisher: 'p', type: 't' };
  expect(await azure.port.send(permitFor(write, azure.wallClock.ms), write)).toMatchObject({ kind: 'accepted' });
});

test.each<[string, RecordedReply]>([
  ['an empty bucket in the headers', { status: 429, headers: { 'x-ms-ratelimit-remaining-subscription-reads': '0' } }],
  [
    'the text about traffic',
    {
      status: 429,
      body: armError(
        'X',
        "The request for subscription 's' could not be processed due to an excessive volume of traffic. Please try again later.",
      ),
    },
  ],
])('%s is a bucket of Resource Manager; without Retry-After it closes for a minute', async (_, reply) => {
  const azure = recordedAzure(() => reply);
  await read(azure, first);
  expect(await read(azure, second)).toMatchObject({ failure: { retryAfterSeconds: 61 } });
});

test('another subscription does not wait', async () => {
  const azure = recordedAzure(() => armBusy);
  await read(azure, first);
  const elsewhere = refOf(vmId.replace(subscription, '6b5c0000-0000-4000-a000-000000000002'));
  await read(azure, elsewhere);
  expect(azure.sent).toHaveLength(2);
});

test('another worker sees a closed gate at most five seconds late', async () => {
  const shared = { gates: new MemoryGates(), clock: new SetClock() };
  const one = recordedAzure(() => armBusy, shared);
  const other = recordedAzure(
    ({ url }) => ({ status: 200, body: url.includes('virtualMachines') ? vmPayload : groupPayload }),
    shared,
  );
  expect(await read(other)).toMatchObject({ kind: 'found' });
  await read(one, second);
  shared.clock.ms += 4_999;
  expect(await read(other)).toMatchObject({ kind: 'found' });
  shared.clock.ms += 1;
  expect(await read(other)).toMatchObject({
    kind: 'failed',
    failure: { code: 'TooManyRequests', retryAfterSeconds: 13 },
  });
});

test('gates are read once per five seconds, and a table that fails stops nothing', async () => {
  const gates = new MemoryGates();
  const azure = recordedAzure(
    ({ url }) => ({ status: 200, body: url.includes('virtualMachines') ? vmPayload : groupPayload }),
    { gates },
  );
  await Promise.all([read(azure), read(azure), read(azure)]);
  expect(gates.lists).toBe(1);
  gates.list = async () => {
    throw new Error('storage is away');
  };
  azure.clock.ms += 6_000;
  expect(await read(azure)).toMatchObject({ kind: 'found' });
});
