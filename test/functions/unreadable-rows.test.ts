import { describe, expect, it } from 'vitest';
import { arcId, vmId } from '../../local/world/machines.ts';
import { stepIdSchema } from '../../src/domain/ids.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { callApp } from './call-app.ts';
import { expectProblem } from './expect-problem.ts';
import { openBelow, storeMachine, storeVms } from './stored-machines.ts';

const why = expect.stringContaining('JSON');

/** Two machines that arming would write, the row of the first damaged. */
async function damagedWorld(
  change: Readonly<Record<string, string>> = {},
): Promise<{ readonly world: Scenario; readonly damaged: MachineRecord; readonly whole: MachineRecord }> {
  const world = await startScenario({ armed: false });
  const [damaged, whole] = await storeVms(world, 2, () => ({
    standing: standingOf('Observed', 'NotArmed'),
    wouldWrite: [{ step: stepIdSchema.parse('attachIdentity'), why: 'missing', changesDefaultToken: true }],
  }));
  if (damaged === undefined || whole === undefined) throw new Error('two were stored');
  const damage = await openBelow(world, [damaged, whole]);
  await damage(damaged.key, change);
  return { world, damaged, whole };
}

describe('a machine whose row cannot be read', () => {
  it('is said to be damaged, by key and by name, with what is wrong and what to do', async () => {
    const { world, damaged } = await damagedWorld();
    const { key, resourceId } = damaged;
    for (const name of [key, key.toUpperCase(), 'vm-00', 'VM-00']) {
      for (const answer of [
        await callApp(world, 'GET', `/api/machines/${name}`),
        await callApp(world, 'POST', `/api/machines/${name}/plan`),
      ]) {
        expectProblem(answer, 409, 'RowUnreadable');
        expect(answer.body.unreadable).toEqual([{ key, resourceId, why }]);
        expect(answer.body.detail).toContain(key);
        expect(answer.body.detail).toContain('Repair the body, or delete the row');
      }
    }
    expect((await callApp(world, 'GET', '/api/machines/vm-01')).status).toBe(200);
    expectProblem(await callApp(world, 'GET', '/api/machines/vm-02'), 404, 'MachineNotFound');
  });

  it('is not onboarded: its row is not overwritten, and no look is asked for', async () => {
    const { world, damaged } = await damagedWorld();
    const { key, resourceId } = damaged;
    const answer = await callApp(world, 'POST', '/api/machines/onboard', { body: { resourceId } });
    expectProblem(answer, 409, 'RowUnreadable');
    expect(answer.body.unreadable).toEqual([{ key, resourceId, why }]);
    expect(await world.store.work.listAll()).toEqual([]);
    expectProblem(await callApp(world, 'GET', `/api/machines/${key}`), 409, 'RowUnreadable');
  });

  it('keeps its name from being unique', async () => {
    const world = await startScenario();
    const vm = await storeMachine(world, vmId(world.tenant, 'twin'));
    const arc = await storeMachine(world, arcId(world.tenant, 'twin'));
    const damage = await openBelow(world, [vm, arc]);
    await damage(vm.key);
    const answer = await callApp(world, 'GET', '/api/machines/twin');
    expectProblem(answer, 409, 'NameNotUnique');
    expect(answer.body).toMatchObject({
      candidates: [{ key: arc.key, resourceId: arc.resourceId, status: 'Discovered' }],
      unreadable: [{ key: vm.key, resourceId: vm.resourceId, why }],
    });
    await damage(arc.key);
    const both = await callApp(world, 'GET', '/api/machines/twin');
    expectProblem(both, 409, 'RowUnreadable');
    expect(both.body.unreadable).toHaveLength(2);
  });
});

describe('rows that cannot be read', () => {
  const other = '/subscriptions/6b5c0000-0000-4000-a000-000000000001';

  it('are counted beside the totals of the adoption report, below the scopes that they may be below', async () => {
    const { world, damaged, whole } = await damagedWorld();
    const countsOf = async (scope: string) => {
      const { totals, unreadable } = (await callApp(world, 'GET', `/api/adoption?scope=${scope}`)).body;
      return [Object(totals).machines, unreadable];
    };
    expect(await countsOf('*')).toEqual([1, 1]);
    expect(await countsOf(damaged.resourceId)).toEqual([0, 1]);
    expect(await countsOf(whole.resourceId)).toEqual([1, 0]);
    expect(await countsOf(other)).toEqual([0, 0]);
  });

  it('that do not say where they are may be below any scope', async () => {
    const { world } = await damagedWorld({ resourceId: '' });
    const { totals, unreadable } = (await callApp(world, 'GET', `/api/adoption?scope=${other}`)).body;
    expect(totals).toMatchObject({ machines: 0 });
    expect(unreadable).toBe(1);
    const frozen = await callApp(world, 'POST', '/api/freeze', { body: { scope: other, why: 'test' } });
    expect(frozen.body).toMatchObject({ machines: 0, unreadable: 1 });
  });

  it('are counted where a freeze and an arming say what they concern', async () => {
    const { world, damaged, whole } = await damagedWorld();
    const freeze = async (scope: string) =>
      (await callApp(world, 'POST', '/api/freeze', { body: { scope, why: 'test' } })).body;
    expect(await freeze('*')).toMatchObject({ machines: 1, unreadable: 1 });
    expect(await freeze(damaged.resourceId)).toMatchObject({ machines: 0, unreadable: 1 });
    expect(await freeze(whole.resourceId)).toMatchObject({ machines: 1, unreadable: 0 });
    const { planHash } = (await callApp(world, 'GET', '/api/adoption')).body;
    const armed = await callApp(world, 'POST', '/api/arm', { body: { scopes: ['*'], planHash } });
    expect(armed).toMatchObject({ status: 200, body: { machines: 1, unreadable: 1, looksRequested: 1 } });
  });

  it('are not armed without a plan hash: what they would have written nobody knows', async () => {
    const { world, damaged } = await damagedWorld();
    const scopes = [damaged.resourceId];
    const refused = await callApp(world, 'POST', '/api/arm', { body: { scopes } });
    expectProblem(refused, 409, 'PlanChanged');
    expect(refused.body).toMatchObject({ totals: { machines: 0 }, writes: {}, unreadable: 1 });
    expect(refused.body.detail).toContain('not every row can be read');
    expect(await world.store.controls.list('arm')).toEqual([]);
    const { planHash } = refused.body;
    expect((await callApp(world, 'POST', '/api/arm', { body: { scopes, planHash } })).status).toBe(200);
  });
});
