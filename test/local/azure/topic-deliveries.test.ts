import { EventGridDeserializer } from '@azure/eventgrid';
import { describe, expect, it } from 'vitest';
import {
  amoId,
  appGroup,
  deadLetters,
  functionId,
  startEventGrid,
  storageId,
  toFunction,
  topicId,
} from './event-grid-fixture.ts';
import { subscriptionScope } from './local-azure-fixture.ts';
import { prodId } from './tenancy-fixture.ts';

const identityId = (name: string, group = appGroup) =>
  `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
const inWestEurope = { location: 'westeurope' };
const startsWith = (...values: string[]) => ({
  operatorType: 'StringBeginsWith',
  key: 'data.operationName',
  values,
});

describe('events of a system topic', () => {
  it('reach the function of an event subscription, with the topic of their subscription', async () => {
    const { call, clock, received, subscribe } = await startEventGrid();
    await subscribe(toFunction);
    await call('PUT', identityId('id1'), inWestEurope);
    await clock.quiesce();
    expect(received).toHaveLength(1);
    expect(received[0]?.headers).toMatchObject({
      'aeg-event-type': 'Notification',
      'aeg-subscription-name': 'AMO-TEST',
      'aeg-delivery-count': '0',
    });
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject([
      {
        topic: subscriptionScope,
        eventType: 'Microsoft.Resources.ResourceWriteSuccess',
        data: { operationName: 'Microsoft.ManagedIdentity/userAssignedIdentities/write' },
      },
    ]);
    const read = await new EventGridDeserializer().deserializeEventGridEvents(received[0]?.body ?? '');
    expect(read[0]?.eventTime).toBeInstanceOf(Date);
  });

  it('are filtered by operation and by caller', async () => {
    const { azure, call, clock, operations, subscribe } = await startEventGrid();
    const notOurs = {
      operatorType: 'StringNotIn',
      key: 'data.claims.appid',
      values: [azure.context.principals.app.clientId],
    };
    await subscribe({
      ...toFunction,
      filter: { advancedFilters: [startsWith('microsoft.managedIdentity/'), notOurs] },
    });
    await call('PUT', identityId('ours'), inWestEurope, 'app');
    await call('PUT', identityId('theirs'), inWestEurope, 'other');
    await call('PUT', `${subscriptionScope}/resourceGroups/more`, inWestEurope);
    await clock.quiesce();
    expect(operations()).toEqual(['Microsoft.ManagedIdentity/userAssignedIdentities/write']);
  });

  it('pass StringNotIn on the caller when Azure sends them without claims', async () => {
    const { azure, call, clock, deliver, operations, subscribe } = await startEventGrid();
    const chaos = { seed: 1, duplicate: 0, drop: 0, anonymous: 1, shuffleMs: 0 };
    azure.endpoints.set({ resourceId: functionId, address: '', trigger: 'eventGridTrigger', chaos, deliver });
    const { clientId } = azure.context.principals.app;
    const notOurs = { operatorType: 'StringNotIn', key: 'data.claims.appid', values: [clientId] };
    await subscribe({ ...toFunction, filter: { advancedFilters: [notOurs] } });
    await call('PUT', identityId('ours'), inWestEurope, 'app');
    await clock.quiesce();
    expect(operations()).toHaveLength(1);
  });

  it('are those of its subscription only, or of its resource group', async () => {
    const { call, clock, operations, subscribe } = await startEventGrid();
    const groupTopic = topicId.replace('subscription-events', 'group-events');
    const properties = { source: appGroup, topicType: 'Microsoft.Resources.ResourceGroups' };
    await call('PUT', groupTopic, { location: 'global', properties });
    await subscribe({ ...toFunction, filter: { advancedFilters: [startsWith('Microsoft.ManagedIdentity/')] } });
    await subscribe(toFunction, `${groupTopic}/eventSubscriptions/group`);
    const count = async (group: string): Promise<number> => {
      const before = operations().length;
      await call('PUT', group, inWestEurope);
      await call('PUT', identityId('id1', group), inWestEurope);
      await clock.quiesce();
      return operations().length - before;
    };
    expect(await count(`/subscriptions/${prodId}/resourceGroups/rg`)).toBe(0);
    expect(await count(`${subscriptionScope}/resourceGroups/app2`)).toBe(1);
    expect(await count(appGroup)).toBe(3);
  });

  it('tell of event subscriptions and topics themselves, also to those of others', async () => {
    const { call, clock, operations, subscribe } = await startEventGrid();
    await subscribe(toFunction);
    await subscribe(toFunction, `${topicId}/eventSubscriptions/another`);
    await call('PATCH', topicId, { tags: { a: 'b' } });
    await call('DELETE', `${topicId}/eventSubscriptions/another`);
    await clock.advance(20_000);
    expect(new Set(operations())).toEqual(
      new Set(['Microsoft.EventGrid/systemTopics/write', 'Microsoft.EventGrid/systemTopics/eventSubscriptions/delete']),
    );
  });

  it('stop when the event subscription is deleted, expires, or its topic goes', async () => {
    const { azure, call, clock, subscribe } = await startEventGrid();
    const expirationTimeUtc = new Date(clock.now() + 3_600_000).toISOString();
    await subscribe({ ...toFunction, expirationTimeUtc });
    expect(azure.events.subscriptions()).toMatchObject([{ armId: amoId, name: 'amo-test' }]);
    await clock.advance(3_600_000);
    expect(azure.events.subscriptions()).toEqual([]);
    await subscribe(toFunction);
    await call('DELETE', amoId);
    expect(azure.events.subscriptions()).toEqual([]);
    await subscribe(toFunction);
    await call('DELETE', appGroup);
    await clock.advance(120_000);
    expect(azure.events.subscriptions()).toEqual([]);
  });

  it('are not tried again when the event subscription is gone', async () => {
    const { answerWith, azure, call, clock, received, subscribe } = await startEventGrid();
    await subscribe(toFunction);
    answerWith(500);
    await call('PUT', identityId('id1'), inWestEurope);
    await clock.quiesce();
    await call('DELETE', amoId);
    await clock.advance(3_600_000);
    expect(received).toHaveLength(1);
    expect(azure.events.log.last(1)).toMatchObject([{ outcome: 'dropped', answer: 'the event subscription is gone' }]);
  });

  it('go to a new address of the function from the next attempt on', async () => {
    const { azure, call, clock, received, answerWith, deliver, subscribe } = await startEventGrid();
    await subscribe(toFunction);
    azure.endpoints.remove(functionId);
    await call('PUT', identityId('id1'), inWestEurope);
    await clock.advance(60_000);
    expect(received).toHaveLength(0);
    answerWith(200);
    azure.endpoints.set({ resourceId: functionId.toUpperCase(), address: '', trigger: 'eventGridTrigger', deliver });
    await clock.advance(300_000);
    expect(received).toHaveLength(1);
  });

  it('lie in the dead letters when the attempts are used up, five minutes later, with why', async () => {
    const { answerWith, call, clock, control, received, subscribe } = await startEventGrid();
    await subscribe({ ...toFunction, ...deadLetters, retryPolicy: { maxDeliveryAttempts: 3 } });
    answerWith(404);
    await call('PUT', identityId('id1'), inWestEurope);
    await clock.advance(15 * 60_000 - 1_000);
    expect(received).toHaveLength(3);
    const letters = async () => (await control('GET', 'dead-letters')).json.deadLetters;
    expect(await letters()).toEqual([]);
    await clock.advance(5_000);
    expect(await letters()).toMatchObject([
      {
        container: `${storageId}/blobServices/default/containers/dead-events`,
        subscription: 'amo-test',
        event: {
          data: { operationName: 'Microsoft.ManagedIdentity/userAssignedIdentities/write' },
          deadLetterReason: 'MaxDeliveryAttemptsExceeded',
          deliveryAttempts: 3,
          lastDeliveryOutcome: 'NotFound',
        },
      },
    ]);
    const { deliveries } = (await control('GET', 'events?last=1')).json;
    expect(deliveries).toMatchObject([{ outcome: 'deadLettered', attempt: 3 }]);
  });

  it('are given up when they are older than the time to live, and dropped without a container', async () => {
    const { answerWith, azure, call, clock, received, subscribe } = await startEventGrid();
    await subscribe({ ...toFunction, retryPolicy: { eventTimeToLiveInMinutes: 1 } });
    answerWith(500);
    await call('PUT', identityId('id1'), inWestEurope);
    await clock.advance(3_600_000);
    expect(received).toHaveLength(3);
    expect(azure.events.log.last(1)).toMatchObject([{ outcome: 'dropped', answer: /older than its time to live/ }]);
    expect(azure.events.deadLetters.list(clock.now())).toEqual([]);
  });

  it.each([
    [401, 2],
    [403, 1],
    [400, 1],
  ])('after %i a function is tried %i times in 20 s', async (status, attempts) => {
    const { answerWith, call, clock, received, subscribe } = await startEventGrid();
    await subscribe(toFunction);
    answerWith(status);
    await call('PUT', identityId('id1'), inWestEurope);
    await clock.advance(20_000);
    expect(received).toHaveLength(attempts);
  });

  it('reach nobody after a reset, for the event subscription is gone with everything else', async () => {
    const { azure, control, subscribe } = await startEventGrid();
    await subscribe(toFunction);
    await control('POST', 'reset');
    expect(azure.events.subscriptions()).toEqual([]);
    expect((await control('GET', 'endpoints')).json.endpoints).toMatchObject([{ resourceId: functionId }]);
  });
});
