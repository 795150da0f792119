import { describe, expect, it, test } from 'vitest';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { type World, worldKeys } from '../../local/world/virtual-world.ts';
import { stepIdSchema } from '../../src/domain/ids.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { codeOf } from '../../src/domain/machine/standing.ts';
import { machineStatuses } from '../../src/domain/machine/status.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { put, quietVm, touch } from '../scenario/existing.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { type AppAnswer, callApp } from './call-app.ts';
import { expectProblem } from './expect-problem.ts';
import { storeVms } from './stored-machines.ts';

const dayMs = 24 * 60 * 60_000;

function writes(...steps: readonly string[]): Pick<MachineRecord, 'wouldWrite'> {
  return {
    wouldWrite: steps.map((step) => ({
      ...{ step: stepIdSchema.parse(step), why: 'missing', changesDefaultToken: step === 'attachIdentity' },
    })),
  };
}

function arm(world: World, planHash?: unknown, scopes: readonly string[] = ['*']): Promise<AppAnswer> {
  const body = { scopes, why: 'go live', ...(planHash === undefined ? {} : { planHash }) };
  return callApp(world, 'POST', '/api/arm', { body });
}

async function adoption(world: World, query = ''): Promise<Readonly<Record<string, unknown>>> {
  const answer = await callApp(world, 'GET', `/api/adoption${query}`);
  expect(answer.status).toBe(200);
  return answer.body;
}

async function armedScopes(world: World): Promise<readonly string[]> {
  return (await world.store.controls.list('arm')).map(({ scope }) => scope);
}

describe('GET /api/adoption', () => {
  it('counts each machine in one group, whatever its status, and lists them by page with one plan hash', async () => {
    const world = await startScenario({ armed: false });
    const stored = await storeVms(world, 40, (index) => {
      const status = machineStatuses[index % machineStatuses.length] ?? 'Discovered';
      const code = status === 'Observed' ? ['NotArmed', 'ObserveMode', 'NotAdopted'][index % 3] : undefined;
      return {
        standing: standingOf(status, code),
        ...(status === 'Observed' ? writes('attachIdentity', 'installExtension') : {}),
      };
    });
    const { totals, writes: planned, planHash, scopes } = await adoption(world);
    const { machines, subscriptions: _, ...groups } = Object(totals);
    expect(scopes).toEqual(['*']);
    expect(machines).toBe(40);
    expect(Object.values<number>(groups).reduce((sum, count) => sum + count, 0)).toBe(40);
    const armable = stored.filter(({ standing }) => codeOf(standing) === 'NotArmed').length;
    expect(armable).toBeGreaterThan(0);
    expect(planned).toEqual({ attachIdentity: armable, installExtension: armable });
    const seen: string[] = [];
    let path: string | null = '?limit=15';
    while (path !== null) {
      const page: Readonly<Record<string, unknown>> = await adoption(world, path);
      expect(page.planHash).toBe(planHash);
      for (const machine of Object.values(Object(page.machines))) {
        const { key, group, wouldWrite } = Object(machine);
        expect(groups[group]).toBeGreaterThan(0);
        expect(Array.isArray(wouldWrite)).toBe(true);
        seen.push(key);
      }
      path = page.next === null ? null : new URL(String(page.next)).search;
    }
    expect(seen).toEqual(stored.map(({ key }) => key).sort());
  });

  it('for several scopes at once gives the report and the hash that arming them needs', async () => {
    const world = await startScenario({ armed: false });
    const records = await storeVms(world, 3, () => ({
      standing: standingOf('Observed', 'NotArmed'),
      ...writes('attachIdentity'),
    }));
    const scopes = records.slice(0, 2).map(({ resourceId }) => resourceId);
    const { totals, planHash } = await adoption(world, `?scope=${scopes.join(',')}`);
    expect(totals).toMatchObject({ machines: 2, wouldChange: 2 });
    expect((await arm(world, planHash)).status).toBe(409);
    expect(await arm(world, planHash, scopes)).toMatchObject({ status: 200, body: { machines: 2, looksRequested: 2 } });
    expect([...(await armedScopes(world))].sort()).toEqual([...scopes].sort());
  });

  it('makes no call to Azure and writes nothing', async () => {
    const world = await startScenario({ armed: false });
    await storeVms(world, 5);
    const calls = world.calls().length;
    await adoption(world);
    expect(world.calls()).toHaveLength(calls);
    expect(Object.keys(world.store.operations()).filter((name) => /put|replace|upsert|merge/.test(name))).toEqual([]);
  });
});

describe('POST /api/arm', () => {
  it('A6: passes without a hash as long as nothing stored would be written, and then new machines are onboarded', async () => {
    const world = await startScenario({ armed: false });
    expect(await arm(world)).toMatchObject({ status: 200, body: { scopes: ['*'], machines: 0, looksRequested: 0 } });
    const { armed } = (await callApp(world, 'GET', '/api/status')).body;
    expect(armed).toEqual([expect.objectContaining({ scope: '*', by: 'a function key', why: 'go live' })]);
    const id = vmId(world.tenant, 'web-01');
    await put(world, id, vmBody('web-01'));
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
  });

  it('refuses another plan than the one that is read now, says the new hash, and arms nothing', async () => {
    const world = await startScenario({ armed: false });
    await storeVms(world, 2, (index) => ({
      ...{ standing: standingOf('Observed', 'NotArmed') },
      ...writes('attachIdentity', ...(index === 0 ? ['installExtension'] : [])),
    }));
    const { planHash } = await adoption(world);
    for (const hash of [undefined, '', 'f'.repeat(64), String(planHash).toUpperCase()]) {
      const refused = await arm(world, hash);
      expectProblem(refused, 409, 'PlanChanged');
      expect(refused.body).toMatchObject({ planHash, totals: { wouldChange: 2 }, writes: { attachIdentity: 2 } });
    }
    expect(await armedScopes(world)).toEqual([]);
    expect(await world.store.work.listAll()).toEqual([]);
    expect((await arm(world, planHash)).status).toBe(200);
  });

  it('asks for looks at the machines that it lets be written, and at no others', async () => {
    const world = await startScenario({ armed: false });
    const records = await storeVms(world, 8, (index) => {
      const words: readonly Partial<MachineRecord>[] = [
        { standing: standingOf('Configured') },
        { standing: standingOf('Observed', 'NotArmed'), ...writes('attachIdentity') },
        { standing: standingOf('Observed', 'NotAdopted'), ...writes('attachIdentity') },
        { standing: standingOf('Observed', 'ObserveMode'), ...writes('attachIdentity') },
        { standing: standingOf('Held', 'ForeignIdentity'), ...writes('associateDataCollectionRule:1a2b3c4d') },
        { standing: standingOf('Gone') },
        { standing: standingOf('Failed', 'ServerError') },
        { standing: standingOf('Discovered') },
      ];
      return words[index] ?? {};
    });
    const { planHash, writes: planned } = await adoption(world);
    expect(planned).toEqual({ attachIdentity: 1, associateDataCollectionRule: 1 });
    expect((await arm(world, planHash)).body).toMatchObject({ machines: 8, looksRequested: 2 });
    const owed = (await world.store.work.listAll()).map(({ key }) => key).sort();
    expect(owed).toEqual([records[1]?.key, records[4]?.key].sort());
  });

  it('A6: of one group leaves the others observed', async () => {
    const world = await startScenario({ armed: false });
    const ids = ['a', 'b'].map((name) => vmId(world.tenant, name));
    for (const id of ids) await put(world, id, vmBody('vm'));
    await world.untilQuiet();
    const [first = '', second = ''] = ids;
    const { planHash } = await adoption(world, `?scope=${first}`);
    expect((await arm(world, planHash, [first])).status).toBe(200);
    await world.untilQuiet();
    expect(await world.word(first)).toBe('Configured');
    expect(await world.word(second)).toBe('Observed(NotArmed)');
  });

  it('adopts nothing older than a day', async () => {
    const world = await startScenario({ armed: false });
    const old = await quietVm(world, 'old');
    world.report({ id: old, createdAt: new Date(world.clock.now() - dayMs - 60_000).toISOString() });
    await touch(world, old);
    await world.untilQuiet();
    expect(await world.word(old)).toBe('Observed(NotAdopted)');
    const report = await adoption(world);
    expect(report).toMatchObject({
      totals: { awaitingAdoption: 1, wouldChange: 0 },
      writes: {},
      changesDefaultToken: 0,
    });
    expect((await arm(world)).status).toBe(200);
    await world.untilQuiet();
    expect(await world.word(old)).toBe('Observed(NotAdopted)');
    expect(world.written()).toEqual([]);
  });
});

test('a look that has read the controls before they changed is made again', async () => {
  const armings: Promise<number>[] = [];
  const world: Scenario = await startScenario({
    armed: false,
    onStoreOperation: async ({ name, phase }) => {
      if (name !== 'controls.list' || phase !== 'after' || armings.length > 0) return;
      // What the look has in hand says that nothing is armed.
      armings.push(armFromWithin(world));
      await armings[0];
    },
  });
  const id = await quietVm(world, 'web-01');
  await touch(world, id);
  await world.untilQuiet();
  expect(await Promise.all(armings)).toEqual([200]);
  expect(await world.word(id)).toBe('Configured');
});

async function armFromWithin(world: World): Promise<number> {
  const headers = { 'x-functions-key': worldKeys.function };
  return (await world.host().fetch('POST', '/api/arm', { headers, body: { scopes: ['*'] } })).status;
}
