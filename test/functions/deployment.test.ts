import { describe, expect, it } from 'vitest';
import { setDefenderState } from '../../local/azure/security/set-defender-state.ts';
import { worldKeys } from '../../local/world/virtual-world.ts';
import { newArc, newVm } from '../scenario/new-machines.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { callApp } from './call-app.ts';
import { expectProblem, fieldsOf } from './expect-problem.ts';
import { openBelow } from './stored-machines.ts';

const minuteMs = 60_000;
const pathOf = (world: Scenario): string => `/api/subscriptions/${world.tenant.subscription}/endpoint-deployment`;

/** Defender installs itself on whatever runs; on one machine its installation fails, and one is off. */
async function start(): Promise<Scenario> {
  const world = await startScenario();
  setDefenderState(world.azure, world.tenant.subscription, {
    servers: { tier: 'P2', enforce: false, ageDays: 1 },
    settings: { WDATP: true },
  });
  world.azure.addFault({ extension: { machine: 'vm-broken', type: 'MDE.*' }, outcome: { exitCode: 51 } });
  for (const name of ['vm-good', 'vm-broken']) await newVm(world, name);
  await newVm(world, 'vm-windows', { os: 'windows' });
  const off = await newVm(world, 'vm-off');
  await world.clock.advance(minuteMs);
  world.report({ id: off, power: 'deallocated' });
  await newArc(world, 'arc-1');
  await world.clock.advance(40 * minuteMs);
  await world.lookAgain();
  return world;
}

describe('GET /api/subscriptions/{idOrName}/endpoint-deployment', () => {
  it('E13: tells of every machine how far Defender has come on it, with the reason, by page', async () => {
    const world = await start();
    const sent = world.writes().length;
    const { status, body } = await callApp(world, 'GET', pathOf(world));
    expect(status).toBe(200);
    const { machines, counts, total, next } = Object(body);
    expect({ total, next }).toEqual({ total: 5, next: null });
    const told = machines.map(({ name, state, reason }: Record<string, unknown>) => [name, state, reason]);
    expect(told).toHaveLength(5);
    expect(told).toEqual(
      expect.arrayContaining([
        ['vm-good', 'installed', null],
        ['vm-windows', 'installed', null],
        ['arc-1', 'installed', null],
        ['vm-broken', 'failed', expect.stringMatching(/51/)],
        ['vm-off', 'absent', 'the machine is off or disconnected'],
      ]),
    );
    expect(counts).toMatchObject({
      installed: { windows: 1, linux: 2, unknown: 0 },
      failed: { linux: 1 },
      absent: { linux: 1 },
      inProgress: { windows: 0, linux: 0 },
    });
    expect(world.writes().length).toBe(sent);
    const failed = Object((await callApp(world, 'GET', `${pathOf(world)}?state=failed`)).body);
    expect(failed.machines.map(({ name }: { name: string }) => name)).toEqual(['vm-broken']);
    expect(failed.total).toBe(5);
    expect(fieldsOf(await callApp(world, 'GET', `${pathOf(world)}?state=fine`))).toEqual(['state']);
    const names = new Set<string>();
    let path: string | null = `${pathOf(world)}?limit=2&code=${worldKeys.function}`;
    while (path !== null) {
      const page: Record<string, unknown> = (await callApp(world, 'GET', path)).body;
      for (const { name } of Object(page.machines)) names.add(name);
      path = page.next === null ? null : String(page.next).replace(/^http:\/\/[^/]+/, '');
    }
    expect(names.size).toBe(5);
  });

  it('E13: tells of all the others where the row of one cannot be read', async () => {
    const world = await start();
    const row = (await world.store.machines.list({ limit: 10 })).records.find(({ name }) => name === 'vm-broken');
    if (row === undefined) throw new Error('vm-broken has no row');
    const damage = await openBelow(world, [row]);
    await damage(row.key);
    const { status, body } = await callApp(world, 'GET', pathOf(world));
    expect(status).toBe(200);
    expect(Object(body).total).toBe(5);
    expect(Object(body).machines).toContainEqual(
      expect.objectContaining({ name: 'vm-broken', reason: expect.stringMatching(/^its row cannot be read: /) }),
    );
  });

  it('E13: gives as the reason of a failure nothing that was said while the extension was in another state', async () => {
    const world = await start();
    const row = (await world.store.machines.list({ limit: 10 })).records.find(({ name }) => name === 'vm-broken');
    const stored = row === undefined ? undefined : await world.store.machines.read(row.key);
    if (stored?.value.facts === undefined) throw new Error('no look has seen vm-broken');
    const type = 'Microsoft.Azure.AzureDefenderForServers/MDE.Linux';
    const message = 'Enable succeeded';
    const extensions = [{ name: 'MDE.Linux', type, version: undefined, state: 'Succeeded', message }];
    const facts = { ...stored.value.facts, extensions };
    await world.store.machines.replace({ ...stored.value, facts }, stored.etag);
    const { machines } = Object((await callApp(world, 'GET', `${pathOf(world)}?state=failed`)).body);
    expect(machines).toMatchObject([{ name: 'vm-broken', reason: null }]);
  });

  it('E13: tells nothing where not every machine is shown, and names the right that is missing', async () => {
    const world = await start();
    const actions = ['Microsoft.HybridCompute/machines/extensions/read'];
    const scope = `/subscriptions/${world.tenant.subscription}`;
    const rule = world.azure.access.add({ kind: 'missingRole', principal: 'app', scope, actions });
    const problem = await callApp(world, 'GET', pathOf(world));
    expectProblem(problem, 502, 'DeploymentNotKnown');
    expect(problem.body.detail).toContain(actions[0]);
    world.azure.access.remove(rule);
    await world.clock.advance(60 * minuteMs);
    world.azure.addFault({ principal: 'app', path: '**/Microsoft.ResourceGraph/resources', truncateRows: 1, times: 9 });
    expectProblem(await callApp(world, 'GET', pathOf(world)), 502, 'DeploymentNotKnown');
    expectProblem(
      await callApp(world, 'GET', '/api/subscriptions/nobody/endpoint-deployment'),
      404,
      'SubscriptionUnknown',
    );
  });
});
