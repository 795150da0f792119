import { describe, expect, it, test } from 'vitest';
import { defaultSubscriptionId } from '../../local/azure/simulator.ts';
import { worldKeys } from '../../local/world/virtual-world.ts';
import { allRoutes } from '../../src/functions/contract/all-routes.ts';
import { startScenario } from '../scenario/scenario.ts';
import { callApp } from './call-app.ts';
import { storeVms } from './stored-machines.ts';
import { storeSubscription } from './stored-subscriptions.ts';

const routes = [
  { method: 'GET', path: '/api/status' },
  { method: 'GET', path: '/api/machines' },
  { method: 'GET', path: '/api/machines/vm-00' },
  { method: 'POST', path: '/api/machines/vm-00/accept', body: { code: 'UnknownImage', why: 'test' } },
  { method: 'DELETE', path: '/api/machines/vm-00/accept', query: '?reason=UnknownImage' },
  { method: 'POST', path: '/api/machines/vm-00/redeploy-endpoint', body: { why: 'test' } },
  { method: 'POST', path: '/api/machines/vm-00/other-edr', body: { says: 'none', why: 'test' } },
  { method: 'GET', path: '/api/subscriptions' },
  { method: 'GET', path: `/api/subscriptions/${defaultSubscriptionId}` },
  { method: 'POST', path: `/api/subscriptions/${defaultSubscriptionId}/plan` },
  { method: 'POST', path: `/api/subscriptions/${defaultSubscriptionId}/onboard`, body: { why: 'test' } },
  { method: 'GET', path: `/api/subscriptions/${defaultSubscriptionId}/reach` },
  {
    method: 'POST',
    path: `/api/subscriptions/${defaultSubscriptionId}/approve-reach`,
    body: { reachHash: 'x', why: 'test' },
  },
  { method: 'GET', path: `/api/subscriptions/${defaultSubscriptionId}/endpoint-deployment` },
  { method: 'GET', path: '/api/workspaces' },
  { method: 'GET', path: `/api/workspaces/${'0'.repeat(32)}` },
  { method: 'GET', path: '/api/adoption' },
  { method: 'POST', path: '/api/machines/vm-00/plan' },
  { method: 'POST', path: '/api/machines/onboard', body: {} },
  { method: 'POST', path: '/api/arm', body: { scopes: ['*'] } },
  { method: 'POST', path: '/api/freeze', body: { why: 'test' } },
  { method: 'DELETE', path: '/api/freeze' },
];

test('each route of the contract that needs a key is among them', () => {
  const addresses = routes.map(
    ({ method, path }) =>
      `${method} ${path.replace('vm-00', '{keyOrName}').replace('0'.repeat(32), '{key}').replace(defaultSubscriptionId, '{idOrName}')}`,
  );
  const needKey = allRoutes.filter(({ access }) => access !== 'open');
  expect(needKey.map(({ method, path }) => `${method} /api/${path}`).sort()).toEqual(addresses.sort());
});

describe.each(routes)('$method $path', ({ method, path, ...rest }) => {
  it('needs the function key: without a key, with a wrong one or one for events it is refused before it is read', async () => {
    const world = await startScenario({ armed: false });
    const before = world.store.operations();
    for (const key of [null, '', 'wrong', worldKeys.eventgrid, worldKeys.durable]) {
      expect((await callApp(world, method, path, { key, ...rest })).status, String(key)).toBe(401);
    }
    const answer = await callApp(world, method, `${path}?code=wrong`, { key: null, ...rest });
    expect(answer).toMatchObject({ status: 401, text: '' });
    expect(world.store.operations()).toEqual(before);
  });

  it('takes the key as header or in the query, and any spelling of the path', async () => {
    const world = await startScenario();
    await storeVms(world, 1);
    await storeSubscription(world);
    const usual = await callApp(world, method, path, rest);
    expect(usual.status).not.toBe(401);
    expect(usual.status).toBeLessThan(500);
    const same = [`${path}?code=${worldKeys.function}`, `${path}/?code=${worldKeys.function}`];
    for (const other of [...same, `${path.replace('/api', '/API')}?code=${worldKeys.master}`]) {
      const answer = await callApp(world, method, other, { key: null, ...rest });
      // Arming, freezing and so on have happened by then: what counts is that the same function answered.
      expect(answer.headers['content-type'], other).toBe(usual.headers['content-type']);
      expect(answer.status, other).not.toBe(401);
    }
  });

  it('does not exist under another method', async () => {
    const world = await startScenario();
    for (const wrong of ['PUT', 'PATCH', 'OPTIONS', 'HEAD']) {
      expect((await callApp(world, wrong, path)).status, wrong).toBe(404);
    }
  });
});

test('what does not exist is a 404 with or without a key', async () => {
  const world = await startScenario();
  for (const path of [
    '/api',
    '/api/machine',
    '/api/machines/a/b',
    '/machines',
    '/api/rollouts',
    '/api/machines/../x',
  ]) {
    expect((await callApp(world, 'GET', path)).status, path).toBe(404);
    expect((await callApp(world, 'GET', path, { key: null })).status, path).toBe(404);
  }
});

test('a store that does not answer is a problem document with a way to find out more, and the app lives on', async () => {
  let isDown = false;
  const world = await startScenario({
    onStoreOperation: () => {
      if (isDown) throw new Error('the storage account said AccountKey=secret');
    },
  });
  isDown = true;
  for (const { method, path, query = '', ...rest } of routes) {
    if (path === '/api/machines/onboard') continue;
    const answer = await callApp(world, method, `${path}${query}`, rest);
    expect(answer, path).toMatchObject({ status: 500, body: { code: 'InternalError' } });
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.text).not.toContain('secret');
    const { invocationId } = answer.body;
    expect(world.log.some((entry) => entry.level === 'error' && entry.invocationId === invocationId)).toBe(true);
  }
  isDown = false;
  expect((await callApp(world, 'GET', '/api/status')).status).toBe(200);
});
