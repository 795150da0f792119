import { describe, expect, test } from 'vitest';
import { arcId, vmBody, vmId } from '../../local/world/machines.ts';
import {
  type EventName,
  type EventObject,
  eventSchemas,
  readEvent,
  readEventText,
} from '../fixtures/events/read-event.ts';
import { callApp, deliverEvents } from '../functions/call-app.ts';
import { put, quietArc, quietly, quietVm } from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';

const contentTypes = {
  EventGrid: 'application/json; charset=utf-8',
  CloudEvents: 'application/cloudevents+json; charset=utf-8',
} as const;
const everySchema = [...eventSchemas];

/** A world whose only events are those that the test posts. */
async function startWithoutEvents(): Promise<Scenario> {
  const world = await startScenario();
  world.azure.events.unsubscribe('app');
  return world;
}

async function intake(world: Scenario): Promise<unknown> {
  return (await callApp(world, 'GET', '/api/status')).body.intake;
}

async function post(world: Scenario, event: unknown): Promise<number> {
  return deliverEvents(world, JSON.stringify([event]));
}

function changed(name: EventName, data: Readonly<Record<string, unknown>>, envelope: object = {}): EventObject {
  const event = readEvent(name);
  return { ...event, ...envelope, data: { ...event.data, ...data } };
}

describe.each(everySchema)('real events, as %s', (schema) => {
  const deliver = (world: Scenario, name: EventName): Promise<number> =>
    deliverEvents(world, readEventText(name, schema), contentTypes[schema]);

  test('C1: the write of a VM brings its onboarding', async () => {
    const world = await startWithoutEvents();
    const id = await quietVm(world, 'web-01');
    expect(await deliver(world, 'vm-write')).toBe(202);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    const [row] = (await world.store.machines.list({ limit: 9 })).records;
    expect(row?.resourceId).toBe(id);
    expect((await world.timeline(id)).filter(({ what }) => what === 'event')).toEqual([
      expect.objectContaining({
        at: '2026-01-05T08:01:12.345Z',
        operation: 'Microsoft.Compute/virtualMachines/write',
        by: '1950a258-227b-4e31-a9cf-717495945fc2',
      }),
    ]);
    await world.expectSteady();
  });

  test('C1: the write of an Arc machine, without claims and request, brings its onboarding', async () => {
    const world = await startWithoutEvents();
    const id = await quietArc(world, 'srv-01');
    expect(await deliver(world, 'arc-write')).toBe(202);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    const [event] = (await world.timeline(id)).filter(({ what }) => what === 'event');
    expect(event).toMatchObject({ text: 'Microsoft.HybridCompute/machines/write' });
    expect(event?.by).toBeUndefined();
    await world.expectSteady();
  });

  test('the start of a VM that was off brings its onboarding', async () => {
    const world = await startWithoutEvents();
    const id = await quietVm(world, 'web-01');
    await power(world, id, 'deallocate');
    await deliver(world, 'vm-write');
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Pending(Off)');
    await power(world, id, 'start');
    expect(await deliver(world, 'vm-start')).toBe(202);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    await world.expectSteady();
  });

  test('the deletion of a VM is seen', async () => {
    const world = await startWithoutEvents();
    const id = await quietVm(world, 'web-01');
    await deliver(world, 'vm-write');
    await world.untilQuiet();
    await quietly(world, async () => world.vanish(id));
    expect(await world.word(id)).toBe('Configured');
    expect(await deliver(world, 'vm-delete')).toBe(202);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Gone');
    await world.expectSteady();
  });

  test('A3: the deletion of the agent by somebody else is repaired', async () => {
    const world = await startWithoutEvents();
    const id = await quietVm(world, 'web-01');
    await deliver(world, 'vm-write');
    await world.untilQuiet();
    const before = world.writes().length;
    await quietly(world, async () => {
      await world.callAzure('DELETE', `${id}/extensions/AzureMonitorLinuxAgent`, { as: 'other' });
    });
    expect(await deliver(world, 'extension-delete')).toBe(202);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    expect(world.written(before)).toEqual(['PUT extensions/AzureMonitorLinuxAgent 201']);
  });
});

async function power(world: Scenario, id: string, action: 'start' | 'deallocate'): Promise<void> {
  await quietly(world, async () => {
    await world.callAzure('POST', `${id}/${action}`);
  });
}

test('events that are none of our business are acknowledged, counted and cost no look and no row', async () => {
  const world = await startWithoutEvents();
  await quietVm(world, 'web-01');
  const app = world.azure.context.principals.app;
  const foreign = String(readEvent('vm-write').data.resourceUri).replace(/5b5c0000/, '5b5c0001');
  const ignored: readonly (readonly [string, unknown])[] = [
    ['NotWatched', changed('vm-write', { operationName: 'Microsoft.Storage/storageAccounts/write' })],
    ['NotWatched', changed('vm-write', {}, { eventType: 'Microsoft.Resources.ResourceWriteFailure' })],
    ['NotWatched', changed('vm-delete', {}, { eventType: 'Microsoft.Resources.ResourceDeleteCancel' })],
    ['OutOfScope', changed('vm-write', { resourceUri: foreign }, { subject: foreign })],
    ['NotAMachine', changed('vm-write', { resourceUri: '/subscriptions/x' })],
    ['NotShared', changed('vm-write', { operationName: 'Microsoft.Authorization/locks/write' })],
    ['Ours', changed('vm-write', { claims: { appid: app.clientId } })],
    ['Ours', changed('vm-write', { claims: { oid: app.objectId.toUpperCase() } })],
    ['Unreadable', { hello: 'world' }],
    ['Unreadable', {}],
  ];
  for (const [reason, event] of ignored) expect(await post(world, event), reason).toBe(202);
  await world.untilQuiet();
  expect(await intake(world)).toMatchObject({
    received: 10,
    looks: 0,
    failed: 0,
    ignored: { NotWatched: 3, OutOfScope: 1, NotAMachine: 1, NotShared: 1, Ours: 2, Unreadable: 2 },
  });
  expect(await world.store.work.listAll()).toEqual([]);
  expect((await world.store.machines.list({ limit: 9 })).records).toEqual([]);
  expect(world.calls().filter(({ path }) => path.includes('/providers/Microsoft.Compute'))).toEqual([]);
});

test('of a batch, each event is judged for itself', async () => {
  const world = await startWithoutEvents();
  await quietVm(world, 'web-01');
  await quietArc(world, 'srv-01');
  const batch = [readEvent('vm-write'), { no: 'event' }, readEvent('arc-write'), readEvent('vm-write')];
  expect(await deliverEvents(world, JSON.stringify(batch))).toBe(202);
  await world.untilQuiet();
  expect(await intake(world)).toMatchObject({ received: 4, looks: 3, ignored: { Unreadable: 1 } });
  expect(await world.word(vmId(world.tenant, 'web-01'))).toBe('Configured');
  expect(await world.word(arcId(world.tenant, 'srv-01'))).toBe('Configured');
});

test('what is not JSON, or not for us, does not reach the app', async () => {
  const world = await startWithoutEvents();
  expect(await deliverEvents(world, '{"half":')).toBe(500);
  expect(await deliverEvents(world, '["text"]')).toBe(500);
  const path = '/runtime/webhooks/eventgrid?functionName=resourceEvents';
  const headers = { 'aeg-event-type': 'Notification' };
  const body = readEventText('vm-write', 'EventGrid');
  expect((await callApp(world, 'POST', path, { key: null, headers, body })).status).toBe(401);
  expect((await callApp(world, 'POST', `${path}&code=wrong`, { key: null, headers, body })).status).toBe(401);
  expect(await intake(world)).toMatchObject({ received: 0 });
});

test('our own writes come back as events and make no look: a machine is looked at no more than its work needs', async () => {
  const world = await startScenario();
  const id = vmId(world.tenant, 'web-01');
  await put(world, id, vmBody('web-01'));
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  const { received, looks, ignored } = Object(await intake(world));
  expect(ignored.Ours).toBeGreaterThanOrEqual(world.writes().length);
  expect(looks).toBe(1);
  expect(received).toBeGreaterThanOrEqual(looks + ignored.Ours);
});

test('an event that arrives while its machine is being worked on is not lost', async () => {
  const world = await startScenario();
  const id = vmId(world.tenant, 'web-01');
  await put(world, id, vmBody('web-01'));
  for (let minute = 0; minute < 12; minute++) {
    await world.clock.advance(60_000 + 1_700 * minute);
    await post(world, changed('vm-write', { claims: {} }));
  }
  const lastEventMs = world.clock.now();
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(Date.parse((await world.row(id)).lastLookAt ?? '')).toBeGreaterThanOrEqual(lastEventMs);
  expect(await world.store.work.listAll()).toEqual([]);
});

test('C1: an event starts its machine at once; of a burst the first twenty, and the tick takes the rest', async () => {
  const world = await startScenario({ armed: false });
  world.azure.events.unsubscribe('app');
  const names = Array.from({ length: 30 }, (_, index) => `vm-${index}`);
  await quietly(world, async () => {
    for (const name of names) await put(world, vmId(world.tenant, name), vmBody(name));
  });
  await post(world, changed('vm-write', { resourceUri: vmId(world.tenant, 'vm-0') }));
  expect(await world.word(vmId(world.tenant, 'vm-0'))).toBe('Observed(NotArmed)');
  const rest = names.slice(1).map((name) => changed('vm-write', { resourceUri: vmId(world.tenant, name) }));
  await deliverEvents(world, JSON.stringify(rest));
  const lookedAt = async (): Promise<number> =>
    (await world.store.machines.list({ limit: 99, status: 'Observed' })).records.length;
  expect(await lookedAt()).toBe(20);
  await world.clock.advance(20_000);
  expect(await lookedAt()).toBe(30);
});
