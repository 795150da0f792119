import { describe, expect, it } from 'vitest';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import type { WrittenSubscription } from '../../src/domain/fleet/subscription-schema.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { callApp } from './call-app.ts';
import { expectProblem } from './expect-problem.ts';
import { otherGuid, storeSubscription, withEntries } from './stored-subscriptions.ts';

const tenantConfirmed = { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' };

/** What a request changed in the store and in Azure. */
async function changesOf(world: Scenario, work: () => Promise<void>): Promise<readonly string[]> {
  const operations = { ...world.store.operations() };
  const sent = world.writes().length;
  await work();
  const changed = Object.entries(world.store.operations()).filter(([name, count]) => count !== operations[name]);
  const stored = changed
    .map(([name]) => name)
    .filter((name) => !/\.(read|list|listAll|listNamed|summarize)$/.test(name));
  return [...stored, ...world.written(sent)];
}

describe('POST /api/subscriptions/{key, GUID or name}/plan', () => {
  it('is the truth of now, not of the last look, and writes nothing', async () => {
    const world = await startScenario({ fleet: withEntries([{ mode: 'enforce' }]) });
    await storeSubscription(world, { name: 'Shop', standing: standingOf('Held', 'ScopeNotReadable') });
    let body: Readonly<Record<string, unknown>> = {};
    const changes = await changesOf(world, async () => {
      const answer = await callApp(world, 'POST', '/api/subscriptions/shop/plan');
      expect(answer.status).toBe(200);
      body = answer.body;
    });
    expect(changes).toEqual([]);
    expect(body).toMatchObject({ state: 'Enabled', tenantId: world.azure.context.tenantId, plan: [] });
    expect(body.code).not.toBe('ScopeNotReadable');
    const stored = (await callApp(world, 'GET', `/api/subscriptions/${world.tenant.subscription}`)).body;
    expect(stored).toMatchObject({ name: 'Shop', code: 'ScopeNotReadable', state: null });
  });

  it('E10 P3: says each write with its body and why it would wait, before anything is armed or adopted', async () => {
    const wish: WrittenSubscription = { mode: 'enforce', plan: 'P2', vulnerabilityAssessment: 'mdvm', tenantConfirmed };
    const world = await startScenario({ armed: false, fleet: withEntries([wish]) });
    const { resourceId } = await storeSubscription(world, { name: 'Shop' });
    const plan = async () => Object((await callApp(world, 'POST', '/api/subscriptions/Shop/plan')).body);
    const before = await plan();
    expect(before).toMatchObject({ status: 'Observed', code: 'NotAdopted', mode: 'enforce' });
    expect(before.plan).toContainEqual({
      ...{ step: 'setDefenderPlan', why: expect.stringMatching(/./), action: 'Microsoft.Security/pricings/write' },
      resourceId: `${resourceId}/providers/Microsoft.Security/pricings/VirtualMachines`,
      ...{ linkedActions: [], creates: false, changesDefaultToken: false, verdict: 'NotAdopted', missingRights: [] },
      body: expect.objectContaining({
        properties: expect.objectContaining({ pricingTier: 'Standard', subPlan: 'P2' }),
      }),
    });
    const defender = { wdatp: expect.anything(), readAt: new Date(world.clock.now()).toISOString() };
    expect(before.facts.defender).toMatchObject({ plan: 'free', ...defender });
    await callApp(world, 'POST', '/api/subscriptions/Shop/onboard', { body: {} });
    await world.untilQuiet();
    const { name } = (await callApp(world, 'GET', `/api/subscriptions/${world.tenant.subscription}`)).body;
    const path = `/api/subscriptions/${encodeURIComponent(String(name))}/plan`;
    const { plan: steps } = Object((await callApp(world, 'POST', path)).body);
    expect(new Set(steps.map(({ verdict }: Record<string, unknown>) => verdict))).toEqual(new Set(['NotArmed']));
    expect(world.writes()).toEqual([]);
  });

  it('M15 E3: names the right that a write would lack, with its scope and role', async () => {
    const wish: WrittenSubscription = { mode: 'enforce', plan: 'P2', tenantConfirmed };
    const world = await startScenario({ fleet: withEntries([wish]) });
    const { resourceId } = await storeSubscription(world, { name: 'Shop' });
    const action = 'Microsoft.Security/pricings/write';
    world.azure.access.add({ kind: 'missingRole', principal: 'app', scope: resourceId, actions: [action] });
    const { plan } = Object((await callApp(world, 'POST', '/api/subscriptions/Shop/plan')).body);
    const scope = `${resourceId}/providers/Microsoft.Security/pricings/VirtualMachines`;
    expect(plan).toEqual([
      expect.objectContaining({
        step: 'setDefenderPlan',
        missingRights: [{ action, scope, role: 'Security Admin' }],
      }),
    ]);
    expect(world.writes()).toEqual([]);
  });

  it('shows what a hold keeps back as well', async () => {
    const wish: WrittenSubscription = { mode: 'enforce', plan: 'P2' };
    const world = await startScenario({ fleet: withEntries([wish]) });
    const eligibility = { state: 'adopted', at: '2026-01-05T07:00:00.000Z', by: 'test' } as const;
    await storeSubscription(world, { name: 'Shop', eligibility });
    const { code, plan } = Object((await callApp(world, 'POST', '/api/subscriptions/Shop/plan')).body);
    expect(code).toBe('TenantNotConfirmed');
    expect(plan).toEqual([
      expect.objectContaining({
        step: 'setDefenderPlan',
        body: expect.objectContaining({ properties: expect.objectContaining({ subPlan: 'P2' }) }),
      }),
    ]);
  });

  it('may be asked for where writes by key are off', async () => {
    const world = await startScenario({ armed: false, settings: { allowKeyWrites: false } });
    await storeSubscription(world, { name: 'Shop' });
    expect((await callApp(world, 'POST', '/api/subscriptions/Shop/plan')).body).toMatchObject({ code: 'NoProfile' });
  });

  it('tells that Azure does not show the subscription, or does not let it be read', async () => {
    const world = await startScenario({ fleet: withEntries([{}], [otherGuid(1)]) });
    await storeSubscription(world, { subscription: otherGuid(1), name: 'ghost' });
    expectProblem(await callApp(world, 'POST', '/api/subscriptions/ghost/plan'), 404, 'SubscriptionNotFound');
    const { resourceId: path } = await storeSubscription(world, { name: 'Shop' });
    const body = { error: { code: 'AuthorizationFailed', message: 'The client does not have authorization.' } };
    world.azure.addFault({ principal: 'app', method: 'GET', path, status: 403, body });
    expectProblem(await callApp(world, 'POST', '/api/subscriptions/Shop/plan'), 502, 'AuthorizationFailed');
    const busy = { error: { code: 'TooManyRequests', message: 'Slow down.' } };
    world.azure.addFault({ principal: 'app', path, status: 429, headers: { 'retry-after': '40' }, body: busy });
    const throttled = await callApp(world, 'POST', '/api/subscriptions/Shop/plan');
    expectProblem(throttled, 503, 'Throttled');
    expect(throttled.headers['retry-after']).toBe('40');
  });

  it('keeps to what Azure said about waiting, like any look', async () => {
    const world = await startScenario();
    const notBefore = new Date(world.clock.now() + 90_500).toISOString();
    await storeSubscription(world, { name: 'Shop', notBefore });
    const before = world.calls().length;
    const answer = await callApp(world, 'POST', '/api/subscriptions/Shop/plan');
    expectProblem(answer, 503, 'Throttled');
    expect(answer.headers['retry-after']).toBe('91');
    expect(world.calls()).toHaveLength(before);
  });
});
