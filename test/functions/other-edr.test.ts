import { describe, expect, it } from 'vitest';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { type AppAnswer, callApp } from './call-app.ts';
import { expectProblem } from './expect-problem.ts';
import { storeVms } from './stored-machines.ts';

const other = { says: 'other', product: 'Sophos Intercept X', why: 'seen on it' };

async function start(incarnation: string | undefined = 'vm-0') {
  const world = await startScenario();
  const [record] = await storeVms(world, 1, () => ({ incarnation, os: 'linux' }));
  if (record === undefined) throw new Error('no row was stored');
  world.azure.addFault({ principal: 'app', path: record.resourceId, status: 500 });
  return { world, record };
}

function say(world: Scenario, body: unknown = other, name = 'vm-00'): Promise<AppAnswer> {
  return callApp(world, 'POST', `/api/machines/${name}/other-edr`, { body });
}

describe('D1: POST /api/machines/{keyOrName}/other-edr', () => {
  it('answers what was said, shows it on the machine, and asks for a look', async () => {
    const { world, record } = await start();
    const answer = await say(world);
    const { key, name, resourceId } = record;
    const word = {
      says: 'other',
      product: other.product,
      why: other.why,
      by: 'a function key',
      at: expect.any(String),
    };
    expect(answer.status, answer.text).toBe(202);
    expect(answer.headers.location).toMatch(new RegExp(`/api/machines/${key}$`));
    expect(answer.body).toEqual({ key, name, resourceId, word, armed: true, frozen: false });
    const shown = await callApp(world, 'GET', `/api/machines/${key}`);
    expect(shown.body).toMatchObject({ edr: { word, recommendations: [], otherTenant: 'unknown' } });
    expect(shown.body.timeline).toContainEqual(
      expect.objectContaining({
        what: 'operator',
        text: 'another endpoint protection is on it (Sophos Intercept X): seen on it',
      }),
    );
    expect(await world.store.work.listAll()).toMatchObject([{ key }]);
  });

  it('takes back what was said', async () => {
    const { world, record } = await start();
    await say(world);
    expect((await say(world, { says: 'none', why: 'taken off' })).body.word).toMatchObject({
      says: 'none',
      product: null,
    });
    expect((await say(world, { says: 'nothing', why: 'not sure' })).body.word).toBeNull();
    expect((await world.store.machines.read(record.key))?.value.edrWord).toBeUndefined();
  });

  it('refuses a word on a machine that no look has read, and a product that is not there', async () => {
    const { world, record } = await start('');
    await world.store.machines.delete(record.key, '*');
    const [unread] = await storeVms(world, 1);
    expectProblem(await say(world), 409, 'MachineNotRead');
    expect((await world.store.machines.read(record.key))?.value).toEqual(unread);
    const invalid = await say(world, { says: 'none', product: 'x', why: 'y' });
    expectProblem(invalid, 400, 'InvalidRequest');
    expect(invalid.body.errors).toMatchObject([{ path: 'product' }]);
    expectProblem(await say(world, { says: 'maybe', why: 'y' }), 400, 'InvalidRequest');
    expectProblem(await say(world, other, 'nobody'), 404, 'MachineNotFound');
    expect(await world.store.work.listAll()).toEqual([]);
  });
});
