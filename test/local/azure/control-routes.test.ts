import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { arcId, monitorAgent, registration, startLocalAzure, vmId } from './local-azure-fixture.ts';

/** A webhook that passes the handshake and keeps what it gets. */
async function startWebhook() {
  const received: { headers: Record<string, unknown>; body: unknown; url: string }[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const body = JSON.parse(text);
      const code = body[0]?.data?.validationCode;
      if (code === undefined) received.push({ headers: request.headers, body, url: request.url ?? '' });
      response.writeHead(code === undefined ? 202 : 200, { 'content-type': 'application/json' });
      response.end(code === undefined ? '' : JSON.stringify({ validationResponse: code }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { received, url: `http://127.0.0.1:${address.port}/hook?code=secret`, close: () => server.close() };
}

test('stats count calls by operation, method, status and principal; control calls are not among them', async () => {
  const { call, control } = await startLocalAzure();
  await call('GET', arcId('none'), undefined, 'app');
  await call('GET', arcId('none'), undefined, 'app');
  await control('GET', 'events');
  const { json } = await control('GET', 'stats');
  expect(json.calls).toContainEqual({
    operation: 'Microsoft.HybridCompute/machines/read',
    method: 'GET',
    status: 404,
    principal: 'app',
    count: 2,
  });
  expect(JSON.stringify(json)).not.toContain('simulator/');
});

test('events reach a webhook registered by control; the key in its address is never shown', async () => {
  const { call, clock, control } = await startLocalAzure();
  const hook = await startWebhook();
  const made = await control('POST', 'events', { name: 'app', url: hook.url });
  expect(made).toMatchObject({ status: 201, json: { name: 'app' } });
  await call('PUT', arcId('edge1'), registration);
  await clock.advance(1000);
  expect(hook.received).toMatchObject([
    {
      url: '/hook?code=secret',
      headers: { 'aeg-event-type': 'Notification', 'aeg-subscription-name': 'APP' },
      body: [{ data: { operationName: 'Microsoft.HybridCompute/machines/write' } }],
    },
  ]);
  const shown = await control('GET', 'events');
  expect(shown.json).toMatchObject({
    undelivered: 0,
    subscriptions: [{ name: 'app' }],
    deliveries: [{ outcome: 'delivered', status: 202, operationName: 'Microsoft.HybridCompute/machines/write' }],
  });
  expect(shown.body).not.toContain('secret');
  expect((await control('GET', 'events?last=0')).json.deliveries).toEqual([]);
  expect((await control('GET', 'events?last=many')).status).toBe(400);
  expect((await control('DELETE', 'events/app')).status).toBe(204);
  expect((await control('DELETE', 'events/app')).status).toBe(404);
  hook.close();
});

test('a webhook that is not there is refused; one that goes away gets its event later', async () => {
  const { call, clock, control } = await startLocalAzure();
  const hook = await startWebhook();
  await control('POST', 'events', { name: 'app', url: hook.url });
  hook.close();
  expect((await control('POST', 'events', { name: 'late', url: hook.url })).status).toBe(400);
  await call('PUT', arcId('edge1'), registration);
  await clock.advance(0);
  const { json } = await control('GET', 'events');
  expect(json.undelivered).toBe(1);
  expect(json.deliveries).toMatchObject([
    { attempt: 1, status: null, outcome: 'retry', nextAttemptAt: expect.any(String) },
  ]);
});

test('a reset takes resources, faults, rules, events and counts away', async () => {
  const { azure, call, clock, control } = await startLocalAzure();
  await call('PUT', arcId('edge1'), registration);
  await call('PUT', `${arcId('edge1')}/extensions/a`, monitorAgent);
  azure.addFault({ status: 500, times: 100 });
  azure.access.add({ kind: 'policy', name: 'p', scope: arcId('edge1') });
  expect((await control('POST', 'reset')).status).toBe(204);
  await clock.advance(600_000);
  expect((await control('GET', 'stats')).json.calls).toEqual([]);
  expect((await control('GET', 'access')).json.rules).toEqual([]);
  expect((await call('GET', arcId('edge1'))).json.error.code).toBe('ResourceGroupNotFound');
});

test('a machine report sets power and owner of a VM without an event', async () => {
  const { azure, call, clock, control } = await startLocalAzure();
  const query = '?api-version=2024-07-01';
  await call('PUT', `${vmId('vm1')}${query}`, { location: 'westeurope', properties: {} });
  await clock.advance(120_000);
  let told = 0;
  azure.context.hooks.onEvent.push(() => told++);
  const report = { id: vmId('vm1'), power: 'stopped', managedBy: '/x', createdAt: '2020-01-01T00:00:00Z' };
  expect((await control('POST', 'machines', report)).status).toBe(204);
  const { json } = await call('GET', `${vmId('vm1')}${query}&$expand=instanceView`);
  expect(json).toMatchObject({ managedBy: '/x', properties: { timeCreated: '2020-01-01T00:00:00.000Z' } });
  expect(JSON.stringify(json.properties.instanceView.statuses)).toContain('PowerState/stopped');
  expect(told).toBe(0);
  expect((await control('POST', 'machines', { ...report, id: vmId('gone') })).status).toBe(404);
  expect((await control('POST', 'machines', { ...report, power: 'full' })).status).toBe(400);
});

test('access rules are added and removed by control', async () => {
  const { call, control } = await startLocalAzure();
  await call('PUT', arcId('edge1'), registration);
  const rule = { kind: 'denyAssignment', name: 'stack', scope: arcId('edge1') };
  const { ids } = (await control('POST', 'access', rule)).json;
  expect((await call('DELETE', arcId('edge1'))).status).toBe(403);
  expect((await control('DELETE', `access/${ids[0]}`)).status).toBe(204);
  expect((await call('DELETE', arcId('edge1'))).status).toBe(200);
  expect((await control('POST', 'access', { kind: 'wish' })).status).toBe(400);
});

test('control answers only to a loopback name', async () => {
  const { azure } = await startLocalAzure();
  const url = 'https://attacker.example/_sim/stats';
  expect((await azure.handle({ method: 'GET', url, headers: {} })).status).toBe(403);
});
