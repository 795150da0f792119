import { expect, it } from 'vitest';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { armError, subscription } from './payloads.ts';
import { recordedAzure } from './recorded-azure.ts';
import { pathOf, type RecordedReply } from './recorded-http-client.ts';

const target = subscriptionRef(subscription);
const topic = `${target.resourceId}/resourceGroups/rg/providers/Microsoft.EventGrid/systemTopics/all`;
const account = `${target.resourceId}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/amostorage`;

async function read(reply: RecordedReply) {
  const { port, sent } = recordedAzure(() => reply);
  const outcome = await port.readWiring(target, topic, 'amo-test');
  expect(sent.map(pathOf)).toEqual([`${topic}/eventSubscriptions/amo-test?api-version=2025-02-15`]);
  return outcome;
}

it('C1: reads where an event subscription delivers, with an identity of the topic as without', async () => {
  const queue = { endpointType: 'StorageQueue', properties: { resourceId: account, queueName: 'events' } };
  const blob = { endpointType: 'StorageBlob', properties: { resourceId: account, blobContainerName: 'lost' } };
  const identity = { type: 'SystemAssigned' };
  const where = {
    destination: `${account}/queueServices/default/queues/events`,
    deadLetters: `${account}/blobServices/default/containers/lost`,
  };
  const plain = { destination: queue, deadLetterDestination: blob };
  const withIdentity = {
    destination: null,
    deliveryWithResourceIdentity: { identity, destination: queue },
    deadLetterWithResourceIdentity: { identity, deadLetterDestination: blob },
  };
  for (const properties of [plain, withIdentity]) {
    expect(await read({ status: 200, body: { properties } })).toMatchObject({ kind: 'found', value: where });
  }
});

it('C1: a filter that Azure answers with more members is read for what it lets through', async () => {
  const filter = {
    subjectBeginsWith: '',
    isSubjectCaseSensitive: false,
    enableAdvancedFilteringOnArrays: true,
    includedEventTypes: null,
    advancedFilters: [{ operatorType: 'NumberIn', key: 'data.n', values: [1] }],
  };
  const destination = { endpointType: 'WebHook', properties: { endpointBaseUrl: 'https://a.example' } };
  expect(await read({ status: 200, body: { properties: { filter, destination } } })).toMatchObject({
    value: {
      state: 'present',
      destination: undefined,
      filter: {
        includedEventTypes: [],
        subjectBeginsWith: '',
        subjectEndsWith: '',
        advancedFilters: [{ operatorType: 'NumberIn', key: 'data.n', values: ['1'] }],
      },
    },
  });
});

it.each([
  [404, 'ResourceNotFound', 'missing'],
  [404, 'ParentResourceNotFound', 'missing'],
  [403, 'AuthorizationFailed', 'unreadable'],
])('C1: %i %s is a fact: %s', async (status, code, state) => {
  expect(await read({ status, body: armError(code) })).toEqual({ kind: 'found', value: { state } });
});

it('is no fact where the subscription itself is not found', async () => {
  expect(await read({ status: 404, body: armError('SubscriptionNotFound') })).toMatchObject({ kind: 'failed' });
});
