import { describe, expect, it, test } from 'vitest';
import { vmBody, vmId } from '../../local/world/machines.ts';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import { allRoutes } from '../../src/functions/contract/all-routes.ts';
import { readsBody } from '../../src/functions/contract/route.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { callApp } from './call-app.ts';
import { expectProblem, fieldsOf } from './expect-problem.ts';
import { heldFleet, heldHash, prepareHeld } from './held-reach.ts';
import { misnamedEndpoint, storeVms } from './stored-machines.ts';
import { storeSubscription } from './stored-subscriptions.ts';

const json = { 'content-type': 'application/json' };
const bodies = [
  {
    path: '/api/machines/vm-00/accept',
    good: () => ({ code: 'UnknownImage', why: 'test' }),
    prepare: async (world: Scenario) => {
      const support = { kind: 'blocked', code: 'UnknownImage', detail: '/images/golden' } as const;
      await storeVms(world, 1, () => ({ incarnation: 'vm-0', findings: { support } }));
    },
  },
  {
    path: '/api/machines/vm-00/redeploy-endpoint',
    good: () => ({ why: 'test' }),
    prepare: async (world: Scenario) => {
      await storeVms(world, 1, misnamedEndpoint);
    },
  },
  {
    path: '/api/machines/vm-00/other-edr',
    good: () => ({ says: 'none', why: 'test' }),
    prepare: async (world: Scenario) => {
      await storeVms(world, 1, misnamedEndpoint);
    },
  },
  {
    path: '/api/subscriptions/sub-00/onboard',
    good: () => ({ why: 'test' }),
    prepare: async (world: Scenario) => {
      await storeSubscription(world, { name: 'sub-00' });
    },
  },
  {
    path: '/api/subscriptions/sub-00/approve-reach',
    good: (world: Scenario) => ({ reachHash: heldHash(world), why: 'test' }),
    fleet: heldFleet,
    prepare: prepareHeld,
  },
  { path: '/api/machines/onboard', good: (world: Scenario) => ({ resourceId: vmId(world.tenant, 'vm-1') }) },
  { path: '/api/arm', good: () => ({ scopes: ['*'] }) },
  { path: '/api/freeze', good: () => ({ why: 'test' }) },
];

test('each route of the contract that reads a body is among them', () => {
  const reading = allRoutes.filter(readsBody).map(({ path }) => `/api/${path}`);
  expect(reading.sort()).toEqual(
    bodies.map(({ path }) => path.replace('vm-00', '{keyOrName}').replace('sub-00', '{idOrName}')).sort(),
  );
});

/** How often what was written to the store so far, by name. */
function writtenIn(world: Scenario): readonly (readonly [string, number])[] {
  return Object.entries(world.store.operations()).filter(([name]) => /put|insert|upsert|replace/.test(name));
}

describe.each(bodies)('POST $path', ({ path, good, prepare, fleet }) => {
  const start = async (options?: WorldOptions): Promise<Scenario> => {
    const world = await startScenario({ ...(fleet === undefined ? {} : { fleet }), ...options });
    await prepare?.(world);
    return world;
  };

  it('refuses what is not JSON, and says so', async () => {
    const world = await start();
    for (const body of [
      '{"why":',
      'why=x',
      ' ',
      new Uint8Array([...Buffer.from('{"why":"'), 0xff, ...Buffer.from('"}')]),
      '\u0000',
      '{"why":"x"}}',
      new Uint8Array([0xff, 0xfe, 0x00]),
    ]) {
      expectProblem(await callApp(world, 'POST', path, { headers: json, body }), 400, 'MalformedJson');
    }
  });

  it('refuses JSON of another shape', async () => {
    const world = await start();
    for (const body of ['null', '[]', '"text"', '7', `${'['.repeat(9_000)}${']'.repeat(9_000)}`]) {
      expectProblem(await callApp(world, 'POST', path, { headers: json, body }), 400, 'InvalidRequest');
    }
  });

  it('refuses another content type, and none', async () => {
    const world = await start();
    const body = JSON.stringify(good(world));
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', '']) {
      const headers = { 'content-type': type };
      expectProblem(await callApp(world, 'POST', path, { headers, body }), 415, 'UnsupportedMediaType');
    }
    const charset = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect((await callApp(world, 'POST', path, { headers: charset, body })).status).toBeLessThan(300);
  });

  it('takes no body for an empty object, which may be all that it needs', async () => {
    const empty = await callApp(await start(), 'POST', path, { headers: json, body: '{}' });
    const none = await callApp(await start(), 'POST', path);
    expect([none.status, fieldsOf(none)]).toEqual([empty.status, fieldsOf(empty)]);
    // Some clients say of no body that it is JSON.
    const said = await callApp(await start(), 'POST', path, { headers: json, body: '' });
    expect([said.status, fieldsOf(said)]).toEqual([empty.status, fieldsOf(empty)]);
    expect([202, 400]).toContain(none.status);
  });

  it('refuses 5 MB, and goes on answering', async () => {
    const world = await start();
    const body = JSON.stringify({ ...good(world), why: 'x'.repeat(5_000_000) });
    const answer = await callApp(world, 'POST', path, { headers: json, body });
    expectProblem(answer, 413, 'BodyTooLarge');
    expect(answer.text.length).toBeLessThan(1_000);
    expect((await callApp(world, 'GET', '/api/status')).status).toBe(200);
  });

  it('reads 65,536 bytes, and refuses one more', async () => {
    const world = await start();
    const body = JSON.stringify(good(world));
    const ofSize = async (bytes: number) => {
      return callApp(world, 'POST', path, { headers: json, body: body + ' '.repeat(bytes - body.length) });
    };
    expect((await ofSize(65_536)).status).toBeLessThan(300);
    const answer = await ofSize(65_537);
    expectProblem(answer, 413, 'BodyTooLarge');
    expect(answer.body.detail).toContain('65537 bytes; at most 65536');
  });

  it('names every unknown field and every wrong one', async () => {
    const world = await start();
    const answer = await callApp(world, 'POST', path, { body: { ...good(world), why: 7, dryRun: true, force: 1 } });
    expectProblem(answer, 400, 'InvalidRequest');
    expect(fieldsOf(answer)).toEqual(['dryRun', 'force', 'why']);
    const odd = await callApp(world, 'POST', path, { headers: json, body: '{"__proto__":{"why":"x"},"why":""}' });
    expectProblem(odd, 400, 'InvalidRequest');
  });

  it('writes nothing of what it refuses, and nothing at all where writes by key are off', async () => {
    const world = await start({ armed: false, settings: { allowKeyWrites: false } });
    const before = writtenIn(world);
    await callApp(world, 'POST', path, { body: { ...good(world), wrong: true } });
    expectProblem(await callApp(world, 'POST', path, { body: good(world) }), 403, 'KeyWritesNotAllowed');
    expectProblem(await callApp(world, 'DELETE', '/api/freeze'), 403, 'KeyWritesNotAllowed');
    expect(writtenIn(world)).toEqual(before);
    for (const kind of ['arm', 'freeze'] as const) expect(await world.store.controls.list(kind)).toEqual([]);
  });
});

test('scopes are ARM ids or *, and each wrong one is named', async () => {
  const world = await startScenario();
  const scopes = ['*', '/subscriptions/no-guid', `${world.tenant.group}/`, world.tenant.group, '', '**'];
  const arm = await callApp(world, 'POST', '/api/arm', { body: { scopes } });
  expectProblem(arm, 400, 'InvalidRequest');
  expect(fieldsOf(arm)).toEqual(['scopes.1', 'scopes.2', 'scopes.4', 'scopes.5']);
  expectProblem(await callApp(world, 'POST', '/api/arm', { body: { scopes: [] } }), 400, 'InvalidRequest');
  const freeze = await callApp(world, 'POST', '/api/freeze', { body: { scope: 'prod', why: 'x'.repeat(501) } });
  expect(fieldsOf(freeze)).toEqual(['scope', 'why']);
  expect(JSON.stringify(freeze.body.errors)).toContain('write * for everything');
  expectProblem(await callApp(world, 'DELETE', '/api/freeze?scope=prod'), 400, 'InvalidRequest');
  const adoption = await callApp(world, 'GET', `/api/adoption?scope=${world.tenant.group},x`);
  expect(fieldsOf(adoption)).toEqual(['scope.1']);
});

test.each([
  ['resource group', (group: string, name: string) => group.replace(/[^/]+$/, name)],
  ['machine', (group: string, name: string) => `${group}/providers/Microsoft.Compute/virtualMachines/${name}`],
  ['resource below another', (group: string, name: string) => `${group}/providers/Microsoft.Compute/a/${name}/b/c`],
  ['provider', (group: string) => `${group}/providers/../virtualMachines/v`],
])('a scope whose %s leads elsewhere is refused', async (_, idOf) => {
  const world = await startScenario({ armed: false });
  const scopes = ['..', '.', 'a?b', 'a#b', 'a%2Fb', 'a b'].map((name) => idOf(world.tenant.group, name));
  const arm = await callApp(world, 'POST', '/api/arm', { body: { scopes } });
  expectProblem(arm, 400, 'InvalidRequest');
  expect(fieldsOf(arm)).toEqual(scopes.map((_scope, index) => `scopes.${index}`));
});

test('what nobody reads is refused, so that nothing happens other than was meant', async () => {
  const world = await startScenario({ armed: false });
  const arm = await callApp(world, 'POST', '/api/arm?dryRun=true&clientId=default', { body: { scopes: ['*'] } });
  expectProblem(arm, 400, 'InvalidRequest');
  expect(fieldsOf(arm)).toEqual(['dryRun']);
  expect(await world.store.controls.list('arm')).toEqual([]);
  await callApp(world, 'POST', '/api/freeze', { body: { why: 'test' } });
  const body = { scope: world.tenant.group };
  expectProblem(await callApp(world, 'DELETE', '/api/freeze', { body }), 400, 'BodyNotRead');
  expect(await world.store.controls.list('freeze')).toHaveLength(1);
  for (const path of ['/api/status?since=1d', '/api/machines/x?timeline=5', '/api/health?deep=1']) {
    expectProblem(await callApp(world, 'GET', path), 400, 'InvalidRequest');
  }
});

test.each([
  ['/api/machines', { limit: '0' }],
  ['/api/machines', { limit: '1001' }],
  ['/api/machines', { limit: '1.5' }],
  ['/api/machines', { limit: '' }],
  ['/api/machines', { limit: 'ten' }],
  ['/api/machines', { limit: '1e2' }],
  ['/api/machines', { limit: '0x10' }],
  ['/api/machines', { limit: ' 5' }],
  ['/api/machines', { limit: '+5' }],
  ['/api/adoption', { limit: '5.0' }],
  ['/api/machines', { after: 'vm-1' }],
  ['/api/machines', { status: '' }],
  ['/api/machines', { kind: 'x'.repeat(129) }],
  ['/api/machines', { os: 'be\u0000os' }],
  ['/api/machines', { subscription: 'prod' }],
  ['/api/machines', { name: '' }],
  ['/api/machines', { name: 'a\u0000b' }],
  ['/api/machines', { profile: 'x'.repeat(129) }],
  ['/api/machines', { sort: 'name' }],
  ['/api/adoption', { limit: '-1' }],
  ['/api/adoption', { after: '0' }],
  ['/api/adoption', { scopes: '*' }],
  ['/api/freeze', { why: 'x' }],
])('%s refuses %o and names the parameter', async (path, query) => {
  const world = await startScenario();
  const method = path === '/api/freeze' ? 'DELETE' : 'GET';
  const answer = await callApp(world, method, `${path}?${new URLSearchParams(query)}&code=x`);
  expectProblem(answer, 400, 'InvalidRequest');
  expect(fieldsOf(answer)).toEqual(Object.keys(query));
});

test.each(['%E0%A4%A', '%zz', '%', '%FF', 'caf%E9'])('a query with the broken escape %s is refused', async (text) => {
  const world = await startScenario();
  const list = await callApp(world, 'GET', `/api/machines?os=linux&name=${text}&profile=${text}`);
  expectProblem(list, 400, 'InvalidRequest');
  expect(fieldsOf(list)).toEqual(['name', 'profile']);
  const freeze = await callApp(world, 'POST', `/api/freeze?${text}`, { body: { why: 'test' } });
  expectProblem(freeze, 400, 'InvalidRequest');
  expect(fieldsOf(freeze)).toEqual([text]);
  expect(await world.store.controls.list('freeze')).toEqual([]);
  // What is for the host is the host's to judge.
  for (const right of ['100%25', 'a+b', '%C3%BC', 'a=b']) {
    const path = `/api/machines?name=${right}&clientId=${text}&code=${text}`;
    expect((await callApp(world, 'GET', path)).status, right).toBe(200);
  }
});

test('a body that nobody reads is refused, but for the empty object of clients that always send one', async () => {
  const world = await startScenario();
  const id = vmId(world.tenant, 'web-01');
  await world.callAzure('PUT', id, { body: vmBody('web-01') });
  await world.untilQuiet();
  const plan = (body: unknown) => callApp(world, 'POST', '/api/machines/web-01/plan', { body });
  expectProblem(await plan({ dryRun: false }), 400, 'BodyNotRead');
  expectProblem(await plan('nonsense'), 400, 'BodyNotRead');
  expect((await plan({})).status).toBe(200);
});
