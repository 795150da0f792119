import { describe, expect, it } from 'vitest';
import type { World } from '../../local/world/virtual-world.ts';
import { stepIdSchema } from '../../src/domain/ids.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { startScenario } from '../scenario/scenario.ts';
import { type AppAnswer, callApp } from './call-app.ts';
import { expectProblem } from './expect-problem.ts';
import { storeVms } from './stored-machines.ts';
import { otherGuid, storeSubscription, subscriptionWrites, withEntries } from './stored-subscriptions.ts';

const wishes = withEntries([{ mode: 'enforce', plan: 'P2' }], [otherGuid(1), otherGuid(2)]);
const notArmed = { standing: standingOf('Observed', 'NotArmed') };

async function adoption(world: World, query = ''): Promise<Readonly<Record<string, unknown>>> {
  const answer = await callApp(world, 'GET', `/api/adoption${query}`);
  expect(answer.status).toBe(200);
  return answer.body;
}

function arm(world: World, planHash?: unknown, scopes: readonly string[] = ['*']): Promise<AppAnswer> {
  const body = { scopes, ...(planHash === undefined ? {} : { planHash }) };
  return callApp(world, 'POST', '/api/arm', { body });
}

describe('GET /api/adoption with subscriptions', () => {
  it('E10: counts each in one group beside the machines, counts its writes, and lists all on the first page', async () => {
    const world = await startScenario({ armed: false, fleet: wishes });
    await storeVms(world, 3, () => ({
      ...notArmed,
      wouldWrite: [{ step: stepIdSchema.parse('attachIdentity'), why: 'missing', changesDefaultToken: true }],
    }));
    await storeSubscription(world, { name: 'a', ...notArmed, ...subscriptionWrites('setDefenderPlan') });
    await storeSubscription(world, {
      ...{ subscription: otherGuid(1), name: 'b', standing: standingOf('Observed', 'NotAdopted') },
      ...subscriptionWrites('setDefenderPlan', 'setEndpointSetting:WDATP'),
    });
    await storeSubscription(world, { subscription: otherGuid(2), name: 'c', standing: standingOf('Configured') });
    const { totals, writes, subscriptions, next } = Object(await adoption(world, '?limit=2'));
    expect(totals).toMatchObject({ machines: 3, wouldChange: 3, awaitingAdoption: 0, alreadyRight: 0 });
    const { subscriptions: count, ...groups } = totals.subscriptions;
    expect(count).toBe(3);
    expect(groups).toMatchObject({ wouldChange: 1, awaitingAdoption: 1, alreadyRight: 1, undecided: 0 });
    expect(Object.values<number>(groups).reduce((sum, one) => sum + one, 0)).toBe(3);
    expect(writes).toEqual({ attachIdentity: 3, setDefenderPlan: 1 });
    const listed = subscriptions.map(({ name, group, wouldWrite, machines }: Record<string, unknown>) => {
      return [name, group, Object(wouldWrite).length, Object(machines).vm];
    });
    expect(listed.sort()).toEqual([
      ['a', 'wouldChange', 1, 3],
      ['b', 'awaitingAdoption', 2, 0],
      ['c', 'alreadyRight', 0, 0],
    ]);
    expect((await adoption(world, new URL(next).search)).subscriptions).toEqual([]);
  });

  it('covers a subscription only below itself, its management group or everything', async () => {
    const world = await startScenario({ armed: false, fleet: wishes });
    await storeSubscription(world, { managementGroups: ['corp'], ...notArmed });
    const count = async (scope: string) =>
      Object((await adoption(world, `?scope=${scope}`)).totals).subscriptions.subscriptions;
    const own = `/subscriptions/${world.tenant.subscription}`;
    expect([await count('*'), await count(own), await count(world.tenant.group)]).toEqual([1, 1, 0]);
    expect(await count(`/subscriptions/${otherGuid(1)}`)).toBe(0);
    const groups = '/providers/Microsoft.Management/managementGroups/';
    expect([await count(`${groups}CORP`), await count(`${groups}other`)]).toEqual([1, 0]);
  });

  it('has the hash of its machines alone where fleet.json wants nothing of subscriptions', async () => {
    const hashes: unknown[] = [];
    for (const fleet of [undefined, withEntries([{ mode: 'enforce' }])]) {
      for (const isStored of [false, true]) {
        const world = await startScenario({ armed: false, ...(fleet === undefined ? {} : { fleet }) });
        await storeVms(world, 2);
        if (isStored) await storeSubscription(world, { ...notArmed, tenantId: 't' });
        hashes.push((await adoption(world)).planHash);
      }
    }
    expect(new Set(hashes).size).toBe(1);
  });
});

describe('POST /api/arm with subscriptions', () => {
  it('A6: needs the hash of a plan that writes to a subscription, and looks at what it concerns alone', async () => {
    const world = await startScenario({ armed: false, fleet: wishes });
    const written = await storeSubscription(world, { ...notArmed, ...subscriptionWrites('setDefenderPlan') });
    await storeSubscription(world, {
      ...{ subscription: otherGuid(1), standing: standingOf('Observed', 'NotAdopted') },
      ...subscriptionWrites('setDefenderPlan'),
    });
    await storeSubscription(world, { subscription: otherGuid(2), standing: standingOf('Configured') });
    const { planHash } = await adoption(world);
    for (const wrong of [undefined, 'f'.repeat(64)]) {
      const refused = await arm(world, wrong);
      expectProblem(refused, 409, 'PlanChanged');
      expect(refused.body).toMatchObject({ planHash, totals: { subscriptions: { wouldChange: 1 } } });
    }
    expect(await world.store.controls.list('arm')).toEqual([]);
    const armed = await arm(world, planHash);
    expect(armed).toMatchObject({ status: 200, body: { machines: 0, subscriptions: 3, looksRequested: 1, planHash } });
    const owed = await world.store.work.listAll();
    expect(owed.map(({ kind, key }) => [kind, key])).toEqual([['subscription', written.key]]);
  });

  it('refuses a hash when one step more would be written to a subscription, or when it is in another tenant', async () => {
    const world = await startScenario({ armed: false, fleet: wishes });
    const row = await storeSubscription(world, {
      ...{ tenantId: 'one', ...notArmed },
      ...subscriptionWrites('setDefenderPlan'),
    });
    const change = async (changed: object) => {
      const stored = await world.store.subscriptions.read(row.key);
      await world.store.subscriptions.replace({ ...row, ...changed }, stored?.etag ?? '');
    };
    const { planHash } = await adoption(world);
    await change({ tenantId: 'another' });
    expectProblem(await arm(world, planHash), 409, 'PlanChanged');
    await change(subscriptionWrites('setDefenderPlan', 'setEndpointSetting:WDATP'));
    expectProblem(await arm(world, planHash), 409, 'PlanChanged');
    await change({});
    expect((await arm(world, planHash)).status).toBe(200);
  });

  it('asks for a look that is going on again, whatever it wants', async () => {
    const world = await startScenario({ armed: false, fleet: wishes });
    const row = await storeSubscription(world);
    const at = new Date(world.clock.now()).toISOString();
    const leased = { ...row, dueAt: at, stamp: 's', reason: 'test', leaseUntil: '2026-01-05T09:00:00.000Z' };
    await world.store.work.upsert({ kind: 'subscription', key: row.key }, leased);
    expect((await arm(world)).body).toMatchObject({ looksRequested: 1 });
    const work = await world.store.work.read({ kind: 'subscription', key: row.key });
    expect(work?.value.reason).toBe('armed by a function key');
  });
});

it('arming a management group concerns the subscriptions in it', async () => {
  const world = await startScenario({ armed: false, fleet: wishes });
  const wanted = { ...notArmed, ...subscriptionWrites('setDefenderPlan') };
  const row = await storeSubscription(world, { managementGroups: ['corp'], ...wanted });
  await storeSubscription(world, { subscription: otherGuid(1), managementGroups: ['lab'], ...wanted });
  const scope = '/providers/Microsoft.Management/managementGroups/corp';
  const { planHash } = await adoption(world, `?scope=${scope}`);
  expect((await arm(world, planHash, [scope])).body).toMatchObject({ subscriptions: 1, looksRequested: 1 });
  const owed = (await world.store.work.listAll()).filter(({ reason }) => reason.startsWith('armed'));
  expect(owed.map(({ key }) => key)).toEqual([row.key]);
});

describe('a freeze with subscriptions', () => {
  it('counts those below it, and looks at those that waited for its end', async () => {
    const world = await startScenario({ fleet: wishes });
    const frozen = { standing: standingOf('Pending', 'Frozen', { until: '2026-01-06T00:00:00.000Z' }) };
    const waiting = await storeSubscription(world, frozen);
    await storeSubscription(world, { subscription: otherGuid(1), ...frozen });
    await storeSubscription(world, { subscription: otherGuid(2), standing: standingOf('Configured') });
    const count = async (scope: string) => {
      return (await callApp(world, 'POST', '/api/freeze', { body: { scope, why: 'test' } })).body.subscriptions;
    };
    const scope = waiting.resourceId;
    expect([await count('*'), await count(scope), await count(world.tenant.group)]).toEqual([3, 1, 0]);
    const lifted = await callApp(world, 'DELETE', `/api/freeze?scope=${scope}`);
    expect(lifted.body).toMatchObject({ looksRequested: 1 });
    const owed = (await world.store.work.listAll()).filter(({ reason }) => reason.startsWith('freeze lifted'));
    expect(owed.map(({ key }) => key)).toEqual([waiting.key]);
  });
});

describe('GET /api/status with subscriptions', () => {
  it('counts each once by status, and names what stands in their way with what to do', async () => {
    const world = await startScenario();
    await storeSubscription(world, { standing: standingOf('Held', 'TenantNotConfirmed') });
    await storeSubscription(world, { subscription: otherGuid(1), standing: standingOf('Held', 'TenantNotConfirmed') });
    await storeSubscription(world, { subscription: otherGuid(2), standing: standingOf('Excluded', 'NoProfile') });
    const { subscriptions, machines } = Object((await callApp(world, 'GET', '/api/status')).body);
    expect(machines).toBe(0);
    expect(subscriptions).toMatchObject({ subscriptions: 3, unreadable: 0, byStatus: { Held: 2, Excluded: 1 } });
    expect(Object.values<number>(subscriptions.byStatus).reduce((sum, one) => sum + one, 0)).toBe(3);
    expect(subscriptions.causes).toEqual([
      { status: 'Held', code: 'TenantNotConfirmed', subscriptions: 2, hint: expect.stringMatching(/./) },
      { status: 'Excluded', code: 'NoProfile', subscriptions: 1 },
    ]);
  });
});
