import { app, type EventGridEvent } from '@azure/functions';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestHost, type TestHost, testKeys } from './start-test-host.ts';

const hook = `/runtime/webhooks/eventgrid?functionName=onEvent&code=${testKeys.eventgrid}`;
const notification = { 'aeg-event-type': 'Notification' };

describe('the Event Grid webhook', () => {
  let host: TestHost;
  let seen: unknown[];
  beforeEach(async () => {
    seen = [];
    host = await startTestHost(() =>
      app.eventGrid('onEvent', {
        handler: async (event: EventGridEvent) => {
          if (event.id === 'bad') throw new Error('cannot');
          await Promise.resolve();
          seen.push(event);
        },
      }),
    );
  });
  afterEach(() => host.stop());

  it('shakes hands in both schemas', async () => {
    const validation = [{ id: '1', data: { validationCode: 'the-code' } }];
    const answer = await host.fetch('POST', hook, {
      headers: { 'aeg-event-type': 'SubscriptionValidation' },
      body: validation,
    });
    expect(answer).toMatchObject({ status: 200, text: '{"validationResponse":"the-code"}' });
    const options = await host.fetch('OPTIONS', hook, { headers: { 'webhook-request-origin': 'eventgrid.azure.net' } });
    expect(options).toMatchObject({ status: 200, headers: { 'webhook-allowed-origin': 'eventgrid.azure.net' } });
  });

  it('gives each event of a delivery to the function, also 200 and 2 MB of them', async () => {
    const events = Array.from({ length: 200 }, (_none, index) => ({
      id: `e${index}`,
      data: { text: 'x'.repeat(10_000) },
    }));
    expect((await host.fetch('POST', hook, { headers: notification, body: events })).status).toBe(202);
    expect(seen).toEqual(events);
  });

  it('takes a CloudEvent and writes dates with an offset as UTC', async () => {
    const event = { specversion: '1.0', id: 'c', time: '2026-01-01T01:30:00.5+02:00', data: {} };
    expect((await host.fetch('POST', hook, { headers: notification, body: event })).status).toBe(202);
    expect(seen).toEqual([{ ...event, time: '2025-12-31T23:30:00.5+00:00' }]);
  });

  it('fails the delivery when one event fails, after all were tried', async () => {
    const body = [{ id: 'bad' }, { id: 'good' }];
    const answer = await host.fetch('POST', hook, { headers: notification, body });
    expect(answer).toMatchObject({ status: 500, text: 'Exception while executing function: Functions.onEvent' });
    expect(seen).toEqual([{ id: 'good' }]);
  });

  it.each([
    ['no event type', hook, {}, '[]', 400],
    ['another event type', hook, { 'aeg-event-type': 'Else' }, '[]', 400],
    ['unsubscribing', hook, { 'aeg-event-type': 'Unsubscribe' }, '{}', 202],
    ['an empty delivery', hook, notification, '[]', 202],
    ['a body that is not JSON', hook, notification, '[{"id":', 500],
    ['an array of texts', hook, notification, '["a"]', 500],
    ['an unknown function', hook.replace('onEvent', 'nope'), notification, '[]', 404],
    ['a wrong key', hook.replace(testKeys.eventgrid, 'wrong'), notification, '[]', 401],
    ['the key of functions', hook.replace(testKeys.eventgrid, testKeys.function), notification, '[]', 403],
    ['the master key', hook.replace(testKeys.eventgrid, testKeys.master), notification, '[]', 202],
  ])('answers %s', async (_what, path, headers, body, status) => {
    expect((await host.fetch('POST', path, { headers, body })).status).toBe(status);
    expect(seen).toEqual([]);
  });
});
