import { describe, expect, it } from 'vitest';
import { assertValidBody } from '../../azure/schema-check.ts';
import {
  amoId,
  deadLetters,
  functionId,
  startEventGrid,
  storageId,
  toFunction,
  topicId,
} from './event-grid-fixture.ts';

const filters = (count: number, values: number) =>
  Array.from({ length: count }, () => ({
    operatorType: 'StringIn',
    key: 'data.operationName',
    values: Array.from({ length: values }, (_, index) => `value ${index}`),
  }));
const withFilter = (filter: object) => ({ ...toFunction, filter });

async function refused(properties: object) {
  const { call } = await startEventGrid();
  const { status, json } = await call('PUT', amoId, { properties });
  return [status, json.error?.code, json.error?.message];
}

describe('an event subscription on a system topic', () => {
  it('is made by an operation, and shown with the defaults filled in', async () => {
    const { call, clock } = await startEventGrid();
    const body = { properties: { ...toFunction, ...deadLetters, labels: ['amo'] } };
    assertValidBody('Microsoft.EventGrid/systemTopics/eventSubscriptions', '2025-02-15', body);
    assertValidBody('Microsoft.EventGrid/systemTopics/eventSubscriptions', '2022-06-15', body);
    const made = await call('PUT', amoId, body);
    expect([made.status, made.json.properties.provisioningState]).toEqual([201, 'Creating']);
    expect(made.headers['azure-asyncoperation']).toContain('/providers/Microsoft.EventGrid/operationsStatus/');
    expect(made.headers['retry-after']).toBeUndefined();
    await clock.advance(20_000);
    const link = new URL(made.headers['azure-asyncoperation'] ?? '');
    const ended = await call('GET', `${link.pathname}${link.search}`);
    expect(ended.json).toMatchObject({ status: 'Succeeded' });
    expect((await call('GET', amoId)).json).toMatchObject({
      id: amoId,
      type: 'Microsoft.EventGrid/systemTopics/eventSubscriptions',
      properties: {
        provisioningState: 'Succeeded',
        topic: topicId,
        destination: {
          endpointType: 'AzureFunction',
          properties: { resourceId: functionId, maxEventsPerBatch: 1, preferredBatchSizeInKilobytes: 64 },
        },
        eventDeliverySchema: 'EventGridSchema',
        retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 },
        labels: ['amo'],
        filter: { includedEventTypes: expect.arrayContaining(['Microsoft.Resources.ResourceActionCancel']) },
      },
    });
    const listed = await call('GET', `${topicId}/eventSubscriptions?api-version=2022-06-15`);
    expect(listed.json.value).toHaveLength(1);
  });

  it('fails when the function is not there, and when it has another trigger', async () => {
    for (const [trigger, id, code, words] of [
      [
        'eventGridTrigger',
        functionId.replace('resourceEvents', 'none'),
        'Endpoint validation',
        'Destination endpoint not found.',
      ],
      ['httpTrigger', functionId, 'Unsupported Azure Function Trigger', 'supports EventGrid Trigger type only'],
    ] as const) {
      const { azure, call, subscribe } = await startEventGrid({ trigger });
      const properties = { destination: { endpointType: 'AzureFunction', properties: { resourceId: id } } };
      const made = await subscribe(properties);
      const link = new URL(made.headers['azure-asyncoperation'] ?? '');
      const { json } = await call('GET', `${link.pathname}${link.search}`);
      expect([json.status, json.error.code]).toEqual(['Failed', code]);
      expect(json.error.message).toContain(words);
      expect((await call('GET', amoId)).json.properties.provisioningState).toBe('Failed');
      expect(azure.events.subscriptions()).toEqual([]);
    }
  });

  it('takes 25 filters and 25 values over all of them, and not one more', async () => {
    const { call } = await startEventGrid();
    for (const advancedFilters of [filters(25, 1), filters(1, 25), filters(5, 5)]) {
      expect((await call('PUT', amoId, { properties: withFilter({ advancedFilters }) })).status).toBe(201);
    }
    for (const advancedFilters of [filters(1, 26), filters(26, 1), [...filters(5, 5), ...filters(1, 1)]]) {
      const [status, code, message] = await refused(withFilter({ advancedFilters }));
      expect([status, code]).toEqual([400, 'InvalidRequest']);
      expect(message).toContain('25');
    }
  });

  it.each([
    [
      'a value of 513 characters',
      withFilter({ advancedFilters: [{ operatorType: 'StringIn', key: 'data.a', values: ['a'.repeat(513)] }] }),
    ],
    [
      'an unknown operator',
      withFilter({ advancedFilters: [{ operatorType: 'StringLike', key: 'data.a', values: ['a'] }] }),
    ],
    ['a filter without a key', withFilter({ advancedFilters: [{ operatorType: 'StringIn', values: ['a'] }] })],
    ['31 attempts', { ...toFunction, retryPolicy: { maxDeliveryAttempts: 31 } }],
    ['no attempt', { ...toFunction, retryPolicy: { maxDeliveryAttempts: 0 } }],
    ['more than a day', { ...toFunction, retryPolicy: { eventTimeToLiveInMinutes: 1441 } }],
    ['no destination', { filter: {} }],
    [
      'a site in place of a function',
      {
        destination: { endpointType: 'AzureFunction', properties: { resourceId: functionId.split('/functions/')[0] } },
      },
    ],
    ['an unknown member', { ...toFunction, destinations: [] }],
    [
      'an identity that the topic does not have',
      {
        deliveryWithResourceIdentity: {
          identity: { type: 'SystemAssigned' },
          destination: { endpointType: 'StorageQueue', properties: { resourceId: storageId, queueName: 'events' } },
        },
      },
    ],
    [
      'a webhook without https',
      { destination: { endpointType: 'WebHook', properties: { endpointUrl: 'http://example.com/' } } },
    ],
    [
      'a dead letter container without an account',
      { ...toFunction, deadLetterDestination: { endpointType: 'StorageBlob', properties: { blobContainerName: 'a' } } },
    ],
  ])('refuses %s', async (_what, properties) => {
    expect((await refused(properties))[0]).toBe(400);
  });

  it('refuses names that are too short or have other characters', async () => {
    const { call } = await startEventGrid();
    for (const name of ['ab', 'a_b_c', 'a'.repeat(65)]) {
      const { status } = await call('PUT', `${topicId}/eventSubscriptions/${name}`, { properties: toFunction });
      expect(status).toBe(400);
    }
  });

  it('needs the right to write event subscriptions on the function and on the account for dead letters', async () => {
    const { azure, call } = await startEventGrid();
    const actions = ['Microsoft.EventGrid/EventSubscriptions/Write'];
    for (const scope of [functionId, storageId]) {
      const id = azure.access.add({ kind: 'missingRole', principal: 'app', scope, actions });
      const { status, json } = await call('PUT', amoId, { properties: { ...toFunction, ...deadLetters } }, 'app');
      expect([status, json.error.code]).toEqual([403, 'LinkedAuthorizationFailed']);
      expect(json.error.message).toContain(`'${actions[0]}' on the linked scope(s) '${scope}'`);
      azure.access.remove(id);
    }
    expect((await call('PUT', amoId, { properties: { ...toFunction, ...deadLetters } }, 'app')).status).toBe(201);
  });

  it('is patched by members without properties, and a PUT replaces its filter as a whole', async () => {
    const { call, clock, subscribe } = await startEventGrid();
    await subscribe(withFilter({ advancedFilters: filters(1, 2), subjectBeginsWith: '/subscriptions' }));
    const patched = await call('PATCH', amoId, { retryPolicy: { maxDeliveryAttempts: 5 } });
    expect([patched.status, patched.json.properties.provisioningState]).toEqual([201, 'Updating']);
    await clock.advance(20_000);
    const { properties } = (await call('GET', amoId)).json;
    expect(properties).toMatchObject({
      retryPolicy: { maxDeliveryAttempts: 5, eventTimeToLiveInMinutes: 1440 },
      filter: { subjectBeginsWith: '/subscriptions', advancedFilters: [{ operatorType: 'StringIn' }] },
    });
    await call('PUT', amoId, { properties: toFunction });
    expect((await call('GET', amoId)).json.properties.filter.advancedFilters).toBeUndefined();
    expect((await call('PATCH', amoId, { properties: {} })).status).toBe(400);
  });

  it('is not made on a topic that is not there, and is gone some time after its deletion', async () => {
    const { call, clock, subscribe } = await startEventGrid();
    const { json } = await call('PUT', amoId.replace('subscription-events', 'none'), { properties: toFunction });
    expect(json.error.code).toBe('ParentResourceNotFound');
    await subscribe(toFunction);
    expect((await call('DELETE', amoId)).status).toBe(202);
    await clock.advance(20_000);
    expect((await call('GET', amoId)).json.error.code).toBe('ResourceNotFound');
    expect((await call('DELETE', amoId)).status).toBe(204);
  });
});
