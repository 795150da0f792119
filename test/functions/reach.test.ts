import { describe, expect, it, vi } from 'vitest';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import { worldKeys } from '../../local/world/virtual-world.ts';
import { keyOf } from '../../src/domain/ids.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { callApp } from './call-app.ts';
import { expectProblem, fieldsOf } from './expect-problem.ts';
import { heldFleet, heldHash, prepareHeld } from './held-reach.ts';

const list = '/api/subscriptions/sub-00/reach';
const approve = '/api/subscriptions/sub-00/approve-reach';
const good = (world: Scenario, count = 1) => ({ reachHash: heldHash(world, count), why: 'agreed' });

async function start(count = 1, settings = {}): Promise<Scenario> {
  const world = await startScenario({ fleet: heldFleet, settings, armed: false });
  await prepareHeld(world, count);
  return world;
}

async function rowOf(world: Scenario) {
  const { records } = await world.store.subscriptions.listAll();
  return records.find(({ subscription }) => subscription === world.tenant.subscription);
}

describe('GET /api/subscriptions/{idOrName}/reach', () => {
  it('E10: lists every machine once, by page, with links that carry no key, and saves nothing', async () => {
    const world = await start(5);
    const before = await rowOf(world);
    const names: string[] = [];
    let path: string | null = `${list}?limit=2&group=observedOnly&code=${worldKeys.function}`;
    while (path !== null) {
      const { body } = await callApp(world, 'GET', path);
      const { machines, next, reach } = Object(body);
      expect([reach.total, reach.reachHash, reach.state]).toEqual([5, heldHash(world, 5), 'held']);
      names.push(...machines.map(({ name }: { name: string }) => name));
      expect(String(next)).not.toContain(worldKeys.function);
      path = next === null ? null : String(next).replace(/^http:\/\/[^/]+/, '');
    }
    expect(names.toSorted()).toEqual(['vm-0', 'vm-1', 'vm-2', 'vm-3', 'vm-4']);
    expect(Object((await callApp(world, 'GET', `${list}?group=otherEdr`)).body).machines).toEqual([]);
    expect(fieldsOf(await callApp(world, 'GET', `${list}?group=all`))).toEqual(['group']);
    expect(await rowOf(world)).toEqual(before);
  });

  it('says why there is no list where Resource Graph does not give all of it', async () => {
    const world = await start(2);
    world.azure.addFault({ principal: 'app', path: '**/Microsoft.ResourceGraph/resources', truncateRows: 1, times: 9 });
    expectProblem(await callApp(world, 'GET', list), 502, 'ReachNotKnown');
    expectProblem(await callApp(world, 'POST', approve, { body: good(world, 2) }), 502, 'ReachNotKnown');
    expect((await rowOf(world))?.approvedReach).toBeUndefined();
  });
});

describe('POST /api/subscriptions/{idOrName}/approve-reach', () => {
  it('E10: lets exactly the list through that is there now, tells so, and asks for a look', async () => {
    const world = await start();
    const asked = vi.spyOn(world.store.work, 'upsert');
    const answer = await callApp(world, 'POST', approve, { body: good(world) });
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({
      reach: { state: 'approved', reachHash: heldHash(world), total: 1 },
      approvedReach: { reachHash: heldHash(world), by: 'a function key', why: 'agreed' },
      ...{ armed: false, frozen: false },
    });
    const record = await rowOf(world);
    const key = record?.key ?? keyOf('');
    expect(await world.store.timeline.recent(key, 9)).toContainEqual(
      expect.objectContaining({ what: 'operator', code: 'ReachesProtectedMachines', by: 'a function key' }),
    );
    expect(answer.headers.location).toMatch(new RegExp(`/api/subscriptions/${key}$`));
    const shown = Object((await callApp(world, 'GET', `/api/subscriptions/${key}`)).body);
    const [listed] = Object((await callApp(world, 'GET', '/api/subscriptions')).body).subscriptions;
    expect(listed.reach).toEqual({ state: 'approved', total: 1 });
    expect(shown.approvedReach).toMatchObject({ reachHash: heldHash(world) });
    expect(shown.reach).toMatchObject({ list: `/api/subscriptions/${key}/reach`, state: 'approved' });
    expect(asked.mock.calls.map(([{ key: of }, { reason }]) => [of, reason])).toContainEqual([
      key,
      'reach approved by a function key',
    ]);
  });

  it('E10: takes the hash in capital letters too', async () => {
    const world = await start();
    const reachHash = heldHash(world).toUpperCase();
    expect((await callApp(world, 'POST', approve, { body: { reachHash, why: 'agreed' } })).status).toBe(202);
    expect((await rowOf(world))?.approvedReach).toMatchObject({ hash: heldHash(world), tenantId: defaultTenantId });
  });

  it('takes no hash that is missing, stale or foreign, and writes nothing then', async () => {
    const world = await start(2);
    const before = await rowOf(world);
    expect(fieldsOf(await callApp(world, 'POST', approve, { body: { why: 'agreed' } }))).toEqual(['reachHash']);
    expect(fieldsOf(await callApp(world, 'POST', approve, { body: { reachHash: heldHash(world) } }))).toEqual(['why']);
    for (const reachHash of [heldHash(world, 1), heldHash(world, 3), 'none', '0'.repeat(64)]) {
      const answer = await callApp(world, 'POST', approve, { body: { reachHash, why: 'agreed' } });
      expectProblem(answer, 409, 'ReachChanged');
      expect(answer.body.reach).toMatchObject({ reachHash: heldHash(world, 2), total: 2, state: 'held' });
    }
    expect(await rowOf(world)).toEqual(before);
    expect((await world.store.work.listAll()).filter(({ kind }) => kind === 'subscription')).toEqual([]);
  });

  it('is 409 where nothing is held, 404 for no subscription, and 403 where writes by key are off', async () => {
    const none = await start(0);
    expectProblem(await callApp(none, 'POST', approve, { body: good(none) }), 409, 'NoReachHeld');
    const unknown = approve.replace('sub-00', 'sub-99');
    expectProblem(await callApp(none, 'POST', unknown, { body: good(none) }), 404, 'SubscriptionUnknown');
    const closed = await start(1, { allowKeyWrites: false });
    expectProblem(await callApp(closed, 'POST', approve, { body: good(closed) }), 403, 'KeyWritesNotAllowed');
    expect((await rowOf(closed))?.approvedReach).toBeUndefined();
  });
});
