import { describe, expect, it } from 'vitest';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { put } from '../scenario/existing.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { callApp } from './call-app.ts';
import { expectProblem } from './expect-problem.ts';

async function newVms(world: Scenario, count: number, secondsApart = 0): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, index) => `vm-${index}`);
  for (const name of names) {
    await put(world, vmId(world.tenant, name), vmBody(name));
    await world.clock.advance(secondsApart * 1_000);
  }
  return names.map((name) => vmId(world.tenant, name));
}

const freeze = (world: Scenario, scope?: string) =>
  callApp(world, 'POST', '/api/freeze', { body: { why: 'change freeze', ...(scope === undefined ? {} : { scope }) } });

describe('POST /api/freeze', () => {
  it('answers when no older permit is alive, and nothing is written after the answer', async () => {
    const world = await startScenario();
    const ids = await newVms(world, 20, 10);
    await world.clock.runUntil(world.clock.now() + 600_000, () => world.writes().length >= 12);
    const askedMs = world.clock.now();
    const answer = await freeze(world);
    expect(world.clock.now() - askedMs).toBeGreaterThanOrEqual(6_000);
    expect(answer).toMatchObject({
      status: 200,
      body: { scope: '*', why: 'change freeze', by: 'a function key', frozen: true, machines: expect.any(Number) },
    });
    const atAnswer = world.writes().length;
    expect(atAnswer).toBeLessThan(60);
    await world.clock.advance(40 * 60_000);
    expect(world.written(atAnswer)).toEqual([]);
    const words = await Promise.all(ids.map((id) => world.word(id)));
    expect(words).toContain('Pending(Frozen)');
    expect(words.filter((word) => word !== 'Pending(Frozen)' && word !== 'Configured')).toEqual([]);
  });

  it('is shown by the status, with who and why, and ends with DELETE: machines go on at once', async () => {
    const world = await startScenario();
    await freeze(world);
    const [id = ''] = await newVms(world, 1);
    await world.clock.advance(10 * 60_000);
    expect(await world.word(id)).toBe('Pending(Frozen)');
    const { freezes } = (await callApp(world, 'GET', '/api/status')).body;
    expect(freezes).toEqual([expect.objectContaining({ scope: '*', by: 'a function key', why: 'change freeze' })]);
    const lifted = await callApp(world, 'DELETE', '/api/freeze');
    expect(lifted).toMatchObject({ status: 200, body: { scope: '*', frozen: false, looksRequested: 1 } });
    await world.clock.advance(40_000);
    expect(world.writes().length).toBeGreaterThan(0);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    expect((await callApp(world, 'GET', '/api/status')).body.freezes).toEqual([]);
    await world.expectSteady();
  });

  it('holds only what is below its scope, whatever the case; other freezes stay when one ends', async () => {
    const world = await startScenario();
    const [frozen = '', free = ''] = [vmId(world.tenant, 'vm-0'), vmId(world.tenant, 'vm-00')];
    expect((await freeze(world, frozen.toUpperCase().replace('/SUBSCRIPTIONS/', '/subscriptions/'))).status).toBe(400);
    expect((await freeze(world, frozen)).body).toMatchObject({ machines: 0 });
    await freeze(world, world.tenant.group);
    await callApp(world, 'DELETE', `/api/freeze?scope=${world.tenant.group.toLowerCase()}`);
    for (const id of [frozen, free]) await put(world, id, vmBody('vm'));
    await world.clock.advance(20 * 60_000);
    expect(await world.word(frozen)).toBe('Pending(Frozen)');
    expect(await world.word(free)).toBe('Configured');
    expectProblem(await callApp(world, 'DELETE', '/api/freeze'), 404, 'NotFrozen');
    expectProblem(await callApp(world, 'DELETE', `/api/freeze?scope=${free}`), 404, 'NotFrozen');
    // The machine, and its subscription, which may have waited for it.
    expect((await callApp(world, 'DELETE', `/api/freeze?scope=${frozen}`)).body).toMatchObject({ looksRequested: 2 });
  });

  it('twice is once, with the newest reason', async () => {
    const world = await startScenario();
    await freeze(world);
    await callApp(world, 'POST', '/api/freeze', { body: { why: 'longer' } });
    expect(await world.store.controls.list('freeze')).toEqual([expect.objectContaining({ scope: '*', why: 'longer' })]);
    expect((await callApp(world, 'DELETE', '/api/freeze')).status).toBe(200);
    expect((await callApp(world, 'DELETE', '/api/freeze')).status).toBe(404);
  });
});
