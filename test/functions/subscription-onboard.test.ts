import { describe, expect, it } from 'vitest';
import { specHashSchema, stepIdSchema } from '../../src/domain/ids.ts';
import { codeOf, untilOf } from '../../src/domain/machine/standing.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { specOfSubscription, subscriptionSpecHash } from '../../src/domain/subscription/subscription-spec.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { type AppAnswer, callApp } from './call-app.ts';
import { expectProblem, fieldsOf } from './expect-problem.ts';
import { otherGuid, storeSubscription, withEntries } from './stored-subscriptions.ts';

const entries = [{ mode: 'enforce' }] as const;

function onboard(world: Scenario, name: string, body: unknown = { why: 'ticket 4711' }): Promise<AppAnswer> {
  return callApp(world, 'POST', `/api/subscriptions/${name}/onboard`, { body });
}

async function rowOf(world: Scenario, { key }: Pick<SubscriptionRecord, 'key'>): Promise<SubscriptionRecord> {
  const stored = await world.store.subscriptions.read(key);
  if (stored === undefined) throw new Error('There is no such row.');
  return stored.value;
}

describe('POST /api/subscriptions/{key, GUID or name}/onboard', () => {
  it('adopts one that was there before, says where to look, and looks at once', async () => {
    const world = await startScenario({ fleet: withEntries(entries) });
    const at = new Date(world.clock.now()).toISOString();
    const eligibility = { state: 'awaiting', at, by: 'sweep' } as const;
    const { key, resourceId } = await storeSubscription(world, { name: 'Shop', eligibility });
    const { subscription } = world.tenant;
    const answer = await onboard(world, 'shop');
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ key, subscription, name: 'Shop', resourceId, armed: true, frozen: false });
    expect(answer.headers['retry-after']).toBe('15');
    const location = String(answer.headers.location);
    expect(location).toMatch(new RegExp(`^http://[^/]+/api/subscriptions/${key}$`));
    await world.untilQuiet();
    const { body } = await callApp(world, 'GET', location.replace(/^http:\/\/[^/]+/, ''));
    const [entry] = world.fleet.subscriptions;
    const spec = entry === undefined ? '' : subscriptionSpecHash(specOfSubscription(entry));
    expect(body).toMatchObject({
      ...{ state: 'Enabled', spec, eligibility: { state: 'adopted', by: 'a function key' } },
      lastLookAt: expect.any(String),
    });
    expect(JSON.stringify(body.timeline)).toContain('onboard: ticket 4711');
  });

  it('takes over the tenant that it is in now, binds what the file wants now, and forgets tries and waits', async () => {
    const world = await startScenario({ fleet: withEntries(entries) });
    const since = '2026-01-01T00:00:00.000Z';
    const until = new Date(world.clock.now() + 3_600_000).toISOString();
    const [entry] = world.fleet.subscriptions;
    if (entry === undefined) throw new Error('The file has one.');
    const { ...spec } = specOfSubscription(entry);
    const tries = { attempts: 6, waits: 0, waitingSince: undefined, nextAttemptAt: until, refusals: [] };
    const row = await storeSubscription(world, {
      ...{ tenantId: 'another', state: 'Enabled', lookAttempts: 4, lookRetryAt: until },
      bound: { hash: specHashSchema.parse('a'.repeat(64)), spec: { ...spec, plan: 'P2' } },
      standing: standingOf('Failed', 'SubscriptionNotFound', { until }),
      unread: { ...tries, failure: { code: 'ServerError', detail: 'x', treatment: 'retry' } },
      waitingSince: { SubscriptionNotWritable: since },
      provisioningSince: since,
      owned: [
        {
          ...{ stepId: stepIdSchema.parse('setDefenderPlan'), resourceId: '/x', state: 'confirmed' },
          ...{ lookId: 'l' as never, at: since },
        },
      ],
    });
    expect((await onboard(world, row.key)).status).toBe(202);
    await world.untilQuiet();
    const after = await rowOf(world, row);
    expect([
      after.lookRetryAt,
      after.unread,
      after.waitingSince?.SubscriptionNotWritable,
      after.provisioningSince,
    ]).toEqual([undefined, undefined, undefined, undefined]);
    expect(untilOf(after.standing)).not.toBe(until);
    expect(after.owned).toEqual(row.owned);
    expect(codeOf(after.standing)).not.toBe('SubscriptionChangedTenant');
    expect(after.tenantId).toBe(world.azure.context.tenantId);
    expect(after.bound?.spec.plan).toBe('unmanaged');
  });

  it('keeps a failed extension of the plan of one that has stayed in its tenant', async () => {
    const world = await startScenario({ fleet: withEntries(entries) });
    const { tenantId } = world.azure.context;
    const undonePlan = { detail: 'E: no role', at: '2026-01-01T00:00:00.000Z' };
    const row = await storeSubscription(world, { tenantId, undonePlan });
    await onboard(world, row.key);
    await world.untilQuiet();
    expect(await rowOf(world, row)).toMatchObject({ tenantId, undonePlan });
  });

  it.each([
    ['has seen', true],
    ['had not seen', false],
  ])(
    'forgets a failed extension of the plan of one that came from another tenant, which a look %s',
    async (_, isSeen) => {
      const world = await startScenario({ fleet: withEntries(entries) });
      const { tenantId } = world.azure.context;
      const undonePlan = { detail: 'E: no role', at: '2026-01-01T00:00:00.000Z' };
      const currentTenantId = isSeen ? tenantId : 'another';
      const row = await storeSubscription(world, { tenantId: 'another', currentTenantId, undonePlan });
      await onboard(world, row.key);
      await world.untilQuiet();
      const after = await rowOf(world, row);
      expect([after.tenantId, after.undonePlan]).toEqual([tenantId, undefined]);
    },
  );

  it('without it, one in another tenant stays held', async () => {
    const world = await startScenario({ fleet: withEntries(entries) });
    const row = await storeSubscription(world, { tenantId: 'another' });
    const due = { ...row, dueAt: new Date(world.clock.now()).toISOString(), stamp: 's', reason: 'test' };
    await world.store.work.upsert({ kind: 'subscription', key: row.key }, due);
    await world.untilQuiet();
    expect(codeOf((await rowOf(world, row)).standing)).toBe('SubscriptionChangedTenant');
  });

  it('asked for many times at once is asked for once in the row, and looked at', async () => {
    const world = await startScenario({ fleet: withEntries(entries) });
    const row = await storeSubscription(world);
    const answers = await Promise.all(Array.from({ length: 5 }, () => onboard(world, row.subscription)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    await world.untilQuiet();
    expect((await rowOf(world, row)).eligibility).toMatchObject({ state: 'adopted' });
  });

  it('of one that is unknown, out of scope or excluded is refused, and nothing is written', async () => {
    const world = await startScenario({
      fleet: (usual) => {
        const written = withEntries(entries, [otherGuid(1)])(usual);
        const exclude = { scopes: [{ id: `/subscriptions/${otherGuid(1)}`, by: 'ann', why: 'lab' }] };
        return { ...written, scope: { ...written.scope, exclude } };
      },
    });
    const rows = [
      await storeSubscription(world, { subscription: otherGuid(1), name: 'lab' }),
      await storeSubscription(world, { subscription: otherGuid(2), name: 'foreign' }),
    ];
    expectProblem(await onboard(world, otherGuid(3)), 404, 'SubscriptionUnknown');
    const excluded = await onboard(world, 'lab');
    expectProblem(excluded, 409, 'Excluded');
    expect(excluded.body.detail).toContain('lab');
    expectProblem(await onboard(world, 'foreign'), 422, 'OutOfScope');
    for (const row of rows) expect(await rowOf(world, row)).toEqual(row);
    expect(await world.store.work.listAll()).toEqual([]);
  });

  it('of one that no sweep has placed is refused: nobody knows whether a group of the file covers it', async () => {
    const platform = '/providers/Microsoft.Management/managementGroups/platform';
    const world = await startScenario({
      fleet: (usual) => ({ ...withEntries(entries)(usual), scope: { managementGroups: [platform] } }),
    });
    const row = await storeSubscription(world, { subscription: otherGuid(1) });
    expectProblem(await onboard(world, row.key), 409, 'NotPlacedYet');
    expect(await rowOf(world, row)).toEqual(row);
    const elsewhere = await storeSubscription(world, { subscription: otherGuid(2), managementGroups: ['sandbox'] });
    expectProblem(await onboard(world, elsewhere.key), 422, 'OutOfScope');
  });

  it('tells at once whether anything may be written, also by management group', async () => {
    const world = await startScenario({ armed: false, fleet: withEntries(entries) });
    const row = await storeSubscription(world, { managementGroups: ['corp'] });
    expect((await onboard(world, row.key)).body).toMatchObject({ armed: false, frozen: false });
    const said = { by: 'ann', at: '', why: 'test', planHash: undefined };
    await world.store.controls.put('arm', { scope: row.resourceId, ...said });
    await world.store.controls.put('freeze', { scope: '*', ...said });
    expect((await onboard(world, row.key)).body).toMatchObject({ armed: true, frozen: true });
  });

  it('refuses what it does not read, and needs a reason that is one', async () => {
    const world = await startScenario({ fleet: withEntries(entries) });
    await storeSubscription(world, { name: 'Shop' });
    expect(fieldsOf(await onboard(world, 'Shop', { why: '', force: true }))).toEqual(['force', 'why']);
    expect((await onboard(world, 'Shop', {})).status).toBe(202);
  });
});
