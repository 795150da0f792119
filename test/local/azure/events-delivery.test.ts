import { describe, expect, it } from 'vitest';
import { createPrincipals } from '../../../local/azure/core/request/principals.ts';
import type { ResourceEvent } from '../../../local/azure/core/types.ts';
import { EventDispatcher } from '../../../local/azure/events/event-dispatcher.ts';
import { type DeliverEvent, eventSubscriptionSchema } from '../../../local/azure/events/event-subscription.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';

const subscriptionId = '11111111-1111-1111-1111-111111111111';
const vmId = (name: string): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/${name}`;

const principals = createPrincipals('99999999-9999-9999-9999-999999999999');

const change = (name = 'vm1', changes: Partial<ResourceEvent> = {}): ResourceEvent => ({
  kind: 'write',
  outcome: 'Success',
  operationName: 'Microsoft.Compute/virtualMachines/write',
  resourceUri: vmId(name),
  method: 'PUT',
  url: `https://management.azure.com${vmId(name)}?api-version=2024-07-01`,
  subscriptionId,
  correlationId: '33333333-3333-3333-3333-333333333333',
  clientRequestId: undefined,
  principal: principals.other,
  atMs: Date.UTC(2026, 0, 5, 8),
  ...changes,
});

interface Received {
  readonly at: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

async function listening(options: {
  readonly answers?: readonly (number | 'reset')[];
  readonly settings?: Record<string, unknown>;
}) {
  const clock = new VirtualClock();
  const received: Received[] = [];
  const answers = [...(options.answers ?? [])];
  const deliver: DeliverEvent = async (request) => {
    if (request.method === 'OPTIONS') {
      return { status: 200, body: '', headers: { 'webhook-allowed-origin': '*' } };
    }
    const body = JSON.parse(request.body);
    if (request.headers['aeg-event-type'] === 'SubscriptionValidation') {
      return { status: 200, headers: {}, body: JSON.stringify({ validationResponse: body[0].data.validationCode }) };
    }
    received.push({ at: clock.now(), headers: request.headers, body });
    const status = answers.shift() ?? 202;
    if (status === 'reset') throw new Error('connection reset');
    return { status, body: `said ${status}`, headers: {} };
  };
  let ids = 0;
  const dispatcher = new EventDispatcher({ time: clock, ledger: clock, newId: () => `id-${++ids}` });
  const { url: _, ...settings } = eventSubscriptionSchema.parse({
    name: 'app',
    url: 'http://127.0.0.1:1/',
    ...options.settings,
  });
  await dispatcher.subscribe({ ...settings, address: 'in process', deliver });
  return { clock, dispatcher, received };
}

describe('event delivery', () => {
  it('delivers a VM write in the Event Grid schema, with the caller in the claims', async () => {
    const { clock, dispatcher, received } = await listening({});
    dispatcher.publish(change());
    await clock.quiesce();
    const lowered = vmId('vm1').replace('resourceGroups', 'resourcegroups');
    expect(received).toHaveLength(1);
    expect(received[0]?.headers).toMatchObject({
      'aeg-event-type': 'Notification',
      'aeg-delivery-count': '0',
      'Content-Type': 'application/json; charset=utf-8',
    });
    expect(received[0]?.body).toEqual([
      {
        id: 'id-2',
        subject: lowered,
        topic: `/subscriptions/${subscriptionId}`,
        eventType: 'Microsoft.Resources.ResourceWriteSuccess',
        eventTime: '2026-01-05T08:00:00.000Z',
        dataVersion: '2',
        metadataVersion: '1',
        data: expect.objectContaining({
          operationName: 'Microsoft.Compute/virtualMachines/write',
          resourceProvider: 'Microsoft.Compute',
          resourceUri: lowered,
          status: 'Succeeded',
          claims: {
            appid: principals.other.clientId,
            'http://schemas.microsoft.com/identity/claims/objectidentifier': principals.other.objectId,
          },
        }),
      },
    ]);
    expect(dispatcher.log.records()).toMatchObject([{ outcome: 'delivered', status: 202, attempt: 1 }]);
  });

  it('delivers CloudEvents 1.0 as one object with source, type and time', async () => {
    const { clock, dispatcher, received } = await listening({ settings: { schema: 'CloudEventSchemaV1_0' } });
    dispatcher.publish(change('vm1', { kind: 'delete', method: 'DELETE' }));
    await clock.quiesce();
    expect(received[0]?.headers['Content-Type']).toBe('application/cloudevents+json; charset=utf-8');
    expect(received[0]?.body).toMatchObject({
      specversion: '1.0',
      source: `/subscriptions/${subscriptionId}`,
      type: 'Microsoft.Resources.ResourceDeleteSuccess',
      subject: vmId('vm1'),
      time: '2026-01-05T08:00:00.000Z',
      data: { httpRequest: { method: 'DELETE' } },
    });
  });

  it('tries again after 10 s, 30 s, 1 min, 5 min, 10 min, 30 min and 1 h of app time', async () => {
    const { clock, dispatcher, received } = await listening({ answers: [500, 'reset', 500, 500, 500, 500, 500] });
    const start = clock.now();
    dispatcher.publish(change());
    await clock.advance(3 * 3_600_000);
    expect(received.map(({ at }) => (at - start) / 1000)).toEqual([0, 10, 40, 100, 400, 1000, 2800, 6400]);
    expect(received.at(-1)?.headers['aeg-delivery-count']).toBe('7');
    expect(dispatcher.undelivered()).toBe(0);
  });

  it('waits longer after 404 and 503', async () => {
    const { clock, dispatcher, received } = await listening({ answers: [404, 503] });
    const start = clock.now();
    dispatcher.publish(change());
    await clock.advance(3_600_000);
    expect(received.map(({ at }) => (at - start) / 1000)).toEqual([0, 300, 330]);
  });

  it.each([400, 401, 403, 413])('never retries after %i', async (status) => {
    const { clock, dispatcher, received } = await listening({ answers: [status] });
    dispatcher.publish(change());
    await clock.advance(24 * 3_600_000);
    expect(received).toHaveLength(1);
    expect(dispatcher.log.records()).toMatchObject([{ outcome: 'dropped', status }]);
  });

  it('drops an event that nobody took for a day', async () => {
    const { clock, dispatcher, received } = await listening({ answers: Array<'reset'>(40).fill('reset') });
    dispatcher.publish(change());
    expect(dispatcher.undelivered()).toBe(1);
    await clock.advance(48 * 3_600_000);
    expect(received).toHaveLength(11);
    expect(dispatcher.undelivered()).toBe(0);
    expect(dispatcher.log.records().at(-1)?.outcome).toBe('dropped');
  });

  it('sends only the operations and the subscription that were asked for', async () => {
    const { clock, dispatcher, received } = await listening({
      settings: { subscriptionId, operations: ['microsoft.compute/virtualmachines/write'] },
    });
    dispatcher.publish(change('wanted'));
    dispatcher.publish(change('other', { operationName: 'Microsoft.Compute/virtualMachines/delete', kind: 'delete' }));
    dispatcher.publish(change('foreign', { subscriptionId: '22222222-2222-2222-2222-222222222222' }));
    await clock.quiesce();
    expect(received).toHaveLength(1);
  });

  it('duplicates, shuffles and drops from a seed, the same way each time', async () => {
    const order = async (seed: number): Promise<string[]> => {
      const { clock, dispatcher, received } = await listening({
        settings: { chaos: { seed, duplicate: 0.5, drop: 0.2, shuffleMs: 60_000 } },
      });
      for (let index = 0; index < 40; index++) dispatcher.publish(change(`vm${index}`));
      await clock.advance(120_000);
      return received.map(({ body }) => JSON.stringify(body).match(/virtualMachines\/(vm\d+)"/)?.[1] ?? '');
    };
    const first = await order(7);
    expect(await order(7)).toEqual(first);
    expect(await order(8)).not.toEqual(first);
    expect(new Set(first).size).toBeLessThan(first.length);
    expect(new Set(first).size).toBeLessThan(40);
    expect(first).not.toEqual([...first].sort((a, b) => Number(a.slice(2)) - Number(b.slice(2))));
  });

  it('leaves the claims empty on request', async () => {
    const { clock, dispatcher, received } = await listening({ settings: { chaos: { anonymous: 1 } } });
    dispatcher.publish(change());
    await clock.quiesce();
    expect(received).toMatchObject([{ body: [{ data: { claims: {}, status: 'Succeeded' } }] }]);
    expect(JSON.stringify(received)).not.toContain(principals.other.objectId);
  });

  it('refuses an endpoint that does not pass the handshake', async () => {
    const clock = new VirtualClock();
    const dispatcher = new EventDispatcher({ time: clock, ledger: clock, newId: () => 'code' });
    const { url: _, ...settings } = eventSubscriptionSchema.parse({ name: 'bad', url: 'http://127.0.0.1:1/' });
    const deliver: DeliverEvent = async () => ({ status: 202, body: '', headers: {} });
    await expect(dispatcher.subscribe({ ...settings, address: 'bad', deliver })).rejects.toThrow(
      'must be 200 and { "validationResponse"',
    );
    expect(dispatcher.subscriptions()).toEqual([]);
  });
});
