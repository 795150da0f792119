import { expect, test } from 'vitest';
import type { Family, ResourceEvent } from '../../../local/azure/core/types.ts';
import { createSimulator, defaultSubscriptionId } from '../../../local/azure/simulator.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';

const groupPath = `/subscriptions/${defaultSubscriptionId}/resourcegroups/demo`;

function setUp(families?: readonly Family[]) {
  const clock = new VirtualClock();
  const simulator = createSimulator({ time: clock, ledger: clock, ...(families === undefined ? {} : { families }) });
  const events: ResourceEvent[] = [];
  simulator.context.hooks.onEvent.push((event) => events.push(event));
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await simulator.handle({
      method,
      url: `https://127.0.0.1:7443${path}`,
      headers: {
        authorization: `Bearer ${simulator.token('operator')}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { ...response, json: response.body === undefined ? undefined : JSON.parse(response.body) };
  };
  return { clock, simulator, events, call };
}

test('a group is created, read with its stored casing, and told of', async () => {
  const { call, events, simulator } = setUp();
  const created = await call('PUT', `${groupPath}?api-version=2021-04-01`, { location: 'westeurope', managedBy: '/x' });
  expect(created.status).toBe(201);
  const read = await call('GET', `${groupPath.toUpperCase()}?API-VERSION=2021-04-01`);
  expect(read.json).toMatchObject({ id: groupPath.replace('resourcegroups', 'resourceGroups'), managedBy: '/x' });
  expect(read.headers).toMatchObject({ 'x-ms-ratelimit-remaining-subscription-reads': '249' });
  expect(events).toMatchObject([
    { kind: 'write', outcome: 'Success', operationName: 'Microsoft.Resources/subscriptions/resourceGroups/write' },
  ]);
  expect(simulator.context.calls.counts()).toMatchObject([
    { method: 'PUT', status: 201, principal: 'operator', count: 1 },
    { method: 'GET', status: 200, principal: 'operator', count: 1 },
  ]);
});

test.each([
  ['no token', {}, { authorization: '' }, 401, 'InvalidAuthenticationToken'],
  ['a forged token', {}, { authorization: 'Bearer a.b.c' }, 401, 'InvalidAuthenticationToken'],
  ['no api-version', { path: groupPath }, {}, 400, 'MissingApiVersionParameter'],
  ['a malformed api-version', { path: `${groupPath}?api-version=latest` }, {}, 400, 'InvalidApiVersionParameter'],
  ['an old api-version', { path: `${groupPath}?api-version=2017-12-01` }, {}, 400, 'InvalidApiVersionParameter'],
  [
    'a foreign subscription',
    { path: '/subscriptions/other/resourcegroups?api-version=2021-04-01' },
    {},
    404,
    'SubscriptionNotFound',
  ],
  ['a missing group', {}, {}, 404, 'ResourceGroupNotFound'],
  [
    'an unknown route',
    { path: `/subscriptions/${defaultSubscriptionId}/moons?api-version=2021-04-01` },
    {},
    501,
    'SimulatorRouteUnknown',
  ],
])(
  '%s is refused',
  async (_name, { path = `${groupPath}?api-version=2021-04-01` }: { path?: string }, headers, status, code) => {
    const { call } = setUp();
    const response = await call('GET', path, undefined, headers);
    expect([response.status, response.json.error.code]).toEqual([status, code]);
  },
);

test('unknown members and wrong types are refused as ARM does', async () => {
  const { call } = setUp();
  const put = async (body: unknown) => (await call('PUT', `${groupPath}?api-version=2021-04-01`, body)).json.error;
  expect(await put({ location: 'westeurope', colour: 'red' })).toMatchObject({
    code: 'InvalidRequestContent',
    message: expect.stringContaining("Could not find member 'colour'"),
  });
  expect(await put({ location: 'westeurope', tags: { a: 1 } })).toMatchObject({ code: 'BadRequest', target: 'tags.a' });
  expect(await put({ tags: {} })).toMatchObject({ code: 'LocationRequired' });
});

test('a disabled subscription is read only', async () => {
  const { call, simulator } = setUp();
  for (const subscription of simulator.context.subscriptions.values()) subscription.state = 'Disabled';
  const refused = await call('PUT', `${groupPath}?api-version=2021-04-01`, { location: 'westeurope' });
  expect(refused.json.error.code).toBe('ReadOnlyDisabledSubscription');
  expect((await call('GET', `/subscriptions/${defaultSubscriptionId}?api-version=2016-06-01`)).json.state).toBe(
    'Disabled',
  );
});

test('a paused request lets virtual time go on', async () => {
  const { call, clock, simulator } = setUp();
  simulator.context.hooks.beforeHandle.push(async (request) => {
    await request.pause(60_000);
    return { kind: 'dropReply' };
  });
  const reply = call('PUT', `${groupPath}?api-version=2021-04-01`, { location: 'westeurope' });
  await clock.advance(60_000);
  expect((await reply).drop).toBe(true);
  expect(simulator.context.groups.all()).toHaveLength(1);
  const late = call('PUT', `${groupPath}?api-version=2021-04-01`, { location: 'westeurope' });
  await clock.quiesce();
  simulator.close();
  expect((await late).drop).toBe(true);
  expect(clock.openTokens()).toEqual([]);
});

test('a route of any family is refused when its resource group is missing, and open routes need no token', async () => {
  const { call } = setUp([
    () => [
      {
        method: 'GET',
        path: '/{*scope}/providers/Local.Test/things',
        operation: 'Local.Test/things/read',
        source: 'a test',
        handle: (request) => ({ status: 200, body: { scope: request.param('scope') } }),
      },
      {
        method: 'POST',
        path: '/_sim/ping',
        operation: 'ping',
        source: 'a test',
        access: 'open',
        handle: () => ({ status: 204 }),
      },
    ],
  ]);
  const query = 'providers/Local.Test/things?api-version=2021-04-01';
  const missing = await call('GET', `${groupPath}/providers/Microsoft.Compute/virtualMachines/a/${query}`);
  expect(missing.json.error.code).toBe('ResourceGroupNotFound');
  const found = await call('GET', `/subscriptions/${defaultSubscriptionId}/${query}`);
  expect(found.json.scope).toBe(`subscriptions/${defaultSubscriptionId}`);
  expect((await call('POST', '/_sim/ping', undefined, { authorization: '' })).status).toBe(204);
});

test('a handler that breaks answers 500 with its reason, and faults in a body answer 400 or 415', async () => {
  const { call } = setUp([
    () => [
      {
        method: 'PUT',
        path: '/broken',
        operation: 'broken',
        source: 'a test',
        handle: () => {
          throw new Error('the reason');
        },
      },
    ],
  ]);
  const broken = await call('PUT', '/broken?api-version=2021-04-01', {});
  expect([broken.status, broken.json.error.message]).toEqual([500, expect.stringContaining('the reason')]);
  const text = await call('PUT', '/broken?api-version=2021-04-01', {}, { 'content-type': 'text/plain' });
  expect(text.status).toBe(415);
});
