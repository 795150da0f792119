import { describe, expect, it } from 'vitest';
import { openMemoryTables } from '../../local/store/memory-store.ts';
import { arcId, vmId } from '../../local/world/machines.ts';
import { worldKeys } from '../../local/world/virtual-world.ts';
import type { DefenderSummary } from '../../src/domain/subscription/subscription-record.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { type AppAnswer, callApp } from './call-app.ts';
import { damageSubscription } from './damage-row.ts';
import { expectProblem, fieldsOf } from './expect-problem.ts';
import { storeMachine } from './stored-machines.ts';
import { otherGuid, storeSubscription, subscriptionWrites, withEntries } from './stored-subscriptions.ts';

const readAt = '2026-01-05T07:00:00.000Z';
const allOn: DefenderSummary = { plan: 'P2', wdatp: true, unified: true, excludeLinux: 'absent', readAt };

async function namesOf(world: Scenario, query: string): Promise<readonly string[]> {
  const { subscriptions } = (await callApp(world, 'GET', `/api/subscriptions?${query}`)).body;
  return Array.isArray(subscriptions) ? subscriptions.map(({ name }) => String(name)).sort() : [];
}

describe('GET /api/subscriptions', () => {
  it('lists every subscription once, in key order, page by page, with links that work and carry no key', async () => {
    const world = await startScenario();
    const stored: string[] = [];
    for (let number = 1; number <= 13; number++) {
      stored.push((await storeSubscription(world, { subscription: otherGuid(number) })).key);
    }
    const keys: string[] = [];
    const sizes: number[] = [];
    let path: string | null = `/api/subscriptions?limit=5&status=discovered&code=${worldKeys.function}`;
    while (path !== null) {
      const answer: AppAnswer = await callApp(world, 'GET', path);
      expect(answer.status).toBe(200);
      const { subscriptions, next } = Object(answer.body);
      sizes.push(subscriptions.length);
      keys.push(...subscriptions.map(({ key }: { key: string }) => key));
      expect(String(next)).not.toContain(worldKeys.function);
      path = next === null ? null : String(next).replace(/^http:\/\/[^/]+/, '');
    }
    expect(sizes).toEqual([5, 5, 3]);
    expect(keys).toEqual(stored.sort());
  });

  it('E11: says of each subscription whether endpoint protection is on, partial with what is missing, or off', async () => {
    const world = await startScenario();
    const facts: Readonly<Record<string, DefenderSummary | undefined>> = {
      all: allOn,
      some: { ...allOn, unified: false, excludeLinux: true },
      none: { ...allOn, plan: 'free', wdatp: false },
      unread: undefined,
    };
    for (const [number, [name, defender]] of Object.entries(facts).entries()) {
      await storeSubscription(world, { subscription: otherGuid(number), name, defender });
    }
    const { subscriptions } = Object((await callApp(world, 'GET', '/api/subscriptions')).body);
    const found = Object.fromEntries(
      subscriptions.map(({ name, endpointProtection }: Record<string, unknown>) => [name, endpointProtection]),
    );
    expect(found).toEqual({
      all: { state: 'on', missing: [], readAt },
      some: { state: 'partial', missing: ['unified', 'linux'], readAt },
      none: { state: 'off', missing: ['plan', 'defender'], readAt },
      unread: null,
    });
    expect(await namesOf(world, 'endpointProtection=partial')).toEqual(['some']);
    expect(await namesOf(world, 'endpointProtection=off')).toEqual(['none']);
  });

  it('filters by status, code and name, and by several at once', async () => {
    const world = await startScenario();
    await storeSubscription(world, { name: 'Shop', standing: standingOf('Held', 'TenantNotConfirmed') });
    await storeSubscription(world, {
      ...{ subscription: otherGuid(1), name: 'lab', standing: standingOf('Observed', 'NotArmed') },
    });
    await storeSubscription(world, { subscription: otherGuid(2), name: 'new', standing: standingOf('Foreseen') });
    expect(await namesOf(world, 'status=HELD')).toEqual(['Shop']);
    expect(await namesOf(world, 'reason=NotArmed')).toEqual(['lab']);
    expect(await namesOf(world, 'name=SHOP')).toEqual(['Shop']);
    expect(await namesOf(world, 'status=Held&reason=NotArmed')).toEqual([]);
    expect(await namesOf(world, `status=${encodeURIComponent('unknown (Foreseen)')}`)).toEqual(['new']);
  });

  it('E10 E20: counts the machines of each, and says 0 where there are none, also while none is known', async () => {
    const world = await startScenario();
    await storeSubscription(world);
    await storeSubscription(world, { subscription: otherGuid(1) });
    await storeMachine(world, vmId(world.tenant, 'win-1'), { os: 'windows' });
    await storeMachine(world, vmId(world.tenant, 'win-2'), {
      os: 'windows',
      standing: standingOf('Held', 'ScopeLocked'),
    });
    await storeMachine(world, arcId(world.tenant, 'srv-1'), { os: 'windows' });
    await storeMachine(world, arcId(world.tenant, 'twin'), { standing: standingOf('Excluded', 'DuplicateOf') });
    await storeMachine(world, vmId(world.tenant, 'gone'), { os: 'linux', standing: standingOf('Gone') });
    const counts = async (guid: string) => (await callApp(world, 'GET', `/api/subscriptions/${guid}`)).body.machines;
    expect(await counts(world.tenant.subscription)).toEqual({ vm: 2, arc: 1, scaleSet: 0, windows: 3, linux: 0 });
    expect(await counts(otherGuid(1))).toEqual({ vm: 0, arc: 0, scaleSet: 0, windows: 0, linux: 0 });
  });

  it('refuses what it does not know, and names each', async () => {
    const world = await startScenario();
    const answer = await callApp(
      world,
      'GET',
      '/api/subscriptions?limit=1e2&after=x&endpointProtection=maybe&os=linux',
    );
    expectProblem(answer, 400, 'InvalidRequest');
    expect(fieldsOf(answer)).toEqual(['after', 'endpointProtection', 'limit', 'os']);
  });
});

describe('GET /api/subscriptions/{key, GUID or name}', () => {
  it('shows what its row knows: standing, findings, facts, steps, what would be written and what happened', async () => {
    const world = await startScenario({ fleet: withEntries([{ mode: 'enforce', plan: 'P2' }]) });
    const finding = { kind: 'blocked', code: 'TenantNotConfirmed', detail: 'tenant t', hash: 'h1' } as const;
    const record = await storeSubscription(world, {
      ...{ name: 'Shop', tenantId: 't', state: 'Warned', quotaId: 'PayAsYouGo_2014-09-01', tags: { env: 'prod' } },
      managementGroups: ['corp', 'root'],
      standing: standingOf('Held', 'TenantNotConfirmed', { detail: 'tenant t' }),
      findings: { 'defender-plan': finding },
      ...subscriptionWrites('setDefenderPlan'),
      defender: allOn,
      eligibility: { state: 'new', at: readAt, by: 'sweep' },
    });
    await world.store.timeline.append(record.key, [{ at: readAt, what: 'status', text: 'Held' }]);
    const { body } = await callApp(world, 'GET', '/api/subscriptions/SHOP');
    expect(body).toMatchObject({
      ...{ key: record.key, subscription: world.tenant.subscription, name: 'Shop', tenantId: 't', state: 'Warned' },
      ...{ mode: 'enforce', status: 'Held', code: 'TenantNotConfirmed', detail: 'tenant t', until: null },
      runbook: 'docs/OPERATIONS.md#tenantnotconfirmed',
      services: { 'defender-plan': { kind: 'blocked', code: 'TenantNotConfirmed' } },
      findings: { 'defender-plan': { kind: 'blocked', code: 'TenantNotConfirmed', detail: 'tenant t' } },
      facts: {
        ...{ quotaId: 'PayAsYouGo_2014-09-01', tags: { env: 'prod' }, managementGroups: ['corp', 'root'] },
        defender: allOn,
      },
      wouldWrite: [{ step: 'setDefenderPlan' }],
      timeline: [{ what: 'status', text: 'Held' }],
      eligibility: { state: 'new' },
    });
    expect(String(body.hint).length).toBeGreaterThan(20);
    for (const name of [record.key, record.key.toUpperCase(), world.tenant.subscription.toUpperCase(), 'shop']) {
      expect((await callApp(world, 'GET', `/api/subscriptions/${name}`)).body, name).toEqual(body);
    }
  });

  it('P12: lists four features with the plan and agent each needs today; retired ones say so', async () => {
    const world = await startScenario();
    await storeSubscription(world, { name: 'Shop' });
    const { features } = Object((await callApp(world, 'GET', '/api/subscriptions/Shop')).body);
    const told = features.map(({ name, state, plans, agent }: Record<string, unknown>) => [name, state, plans, agent]);
    expect(told).toEqual([
      ['EndpointAssessment', 'offered', ['P2', 'CSPM'], 'none'],
      ['AdaptiveApplicationControls', 'retired', [], 'none'],
      ['FileIntegrityMonitoring', 'offered', ['P2'], 'DefenderForEndpoint'],
      ['FilelessAttackDetection', 'retired', [], 'none'],
    ]);
  });

  it('of a name that two have is refused with both, and each is found by its GUID', async () => {
    const world = await startScenario();
    const rows = [
      await storeSubscription(world, { name: 'Shop' }),
      await storeSubscription(world, { subscription: otherGuid(1), name: 'SHOP' }),
    ];
    for (const [method, path, body] of [
      ['GET', '/api/subscriptions/shop', undefined],
      ['POST', '/api/subscriptions/shop/plan', undefined],
      ['POST', '/api/subscriptions/shop/onboard', { why: 'test' }],
    ] as const) {
      const answer = await callApp(world, method, path, { body });
      expectProblem(answer, 409, 'NameNotUnique');
      const candidates = rows.map(({ key, resourceId }) => ({ key, resourceId, status: 'Discovered' }));
      expect(answer.body.candidates).toEqual(candidates.sort((a, b) => (a.key < b.key ? -1 : 1)));
    }
    expect((await callApp(world, 'GET', `/api/subscriptions/${otherGuid(1)}`)).body).toMatchObject({ name: 'SHOP' });
    expect(await world.store.work.listAll()).toEqual([]);
  });

  it('goes by the GUID before a name that reads like one', async () => {
    const world = await startScenario();
    await storeSubscription(world, { name: otherGuid(1) });
    await storeSubscription(world, { subscription: otherGuid(1), name: 'real' });
    expect((await callApp(world, 'GET', `/api/subscriptions/${otherGuid(1)}`)).body).toMatchObject({ name: 'real' });
  });

  it('that nobody knows is 404', async () => {
    const world = await startScenario();
    for (const name of ['shop', otherGuid(7), 'f'.repeat(32)]) {
      expectProblem(await callApp(world, 'GET', `/api/subscriptions/${name}`), 404, 'SubscriptionUnknown');
      expectProblem(await callApp(world, 'POST', `/api/subscriptions/${name}/plan`), 404, 'SubscriptionUnknown');
    }
  });
});

describe('a subscription whose row cannot be read', () => {
  it('is named in lists, refused by key and GUID, not onboarded, and counted where it may be meant', async () => {
    const tables = openMemoryTables();
    const world = await startScenario({ armed: false, tables });
    const { key, resourceId, subscription } = await storeSubscription(world, { name: 'Shop' });
    await damageSubscription(tables, key);
    const unreadable = [{ key, resourceId, why: expect.stringContaining('JSON') }];
    expect((await callApp(world, 'GET', '/api/subscriptions')).body).toMatchObject({ subscriptions: [], unreadable });
    for (const id of [key, subscription, 'shop']) {
      for (const [method, path] of [
        ['GET', ''],
        ['POST', '/plan'],
      ] as const) {
        const answer = await callApp(world, method, `/api/subscriptions/${id}${path}`);
        expectProblem(answer, 409, 'RowUnreadable');
        expect(answer.body).toMatchObject({ unreadable });
        expect(answer.body.detail).toContain('table subscriptions');
      }
      const onboard = await callApp(world, 'POST', `/api/subscriptions/${id}/onboard`, { body: {} });
      expectProblem(onboard, 409, 'RowUnreadable');
    }
    expectProblem(await callApp(world, 'GET', '/api/subscriptions/lab'), 404, 'SubscriptionUnknown');
    expect(await world.store.work.listAll()).toEqual([]);
    const { unreadable: below, planHash } = (await callApp(world, 'GET', '/api/adoption')).body;
    expect(below).toBe(1);
    expectProblem(await callApp(world, 'POST', '/api/arm', { body: { scopes: ['*'] } }), 409, 'PlanChanged');
    const other = await callApp(world, 'GET', `/api/adoption?scope=/subscriptions/${otherGuid(1)}`);
    expect(other.body.unreadable).toBe(0);
    expect((await callApp(world, 'POST', '/api/arm', { body: { scopes: ['*'], planHash } })).status).toBe(200);
  });

  it('keeps its name from being unique: the other one of that name is not taken for it', async () => {
    const tables = openMemoryTables();
    const world = await startScenario({ armed: false, tables });
    const whole = await storeSubscription(world, { name: 'Shop' });
    const { key, resourceId } = await storeSubscription(world, { subscription: otherGuid(1), name: 'shop' });
    const lab = await storeSubscription(world, { subscription: otherGuid(2), name: 'lab' });
    await damageSubscription(tables, lab.key);
    expect((await callApp(world, 'GET', '/api/subscriptions/LAB')).body).toMatchObject({ code: 'RowUnreadable' });
    await damageSubscription(tables, key);
    const hash = 'a'.repeat(64);
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['POST', '/plan', undefined],
      ['POST', '/onboard', { why: 'test' }],
      ['GET', '/reach', undefined],
      ['POST', '/approve-reach', { reachHash: hash, why: 'test' }],
    ] as const) {
      const answer = await callApp(world, method, `/api/subscriptions/SHOP${path}`, { body });
      expectProblem(answer, 409, 'NameNotUnique');
      expect(answer.body, path).toMatchObject({
        candidates: [{ key: whole.key, resourceId: whole.resourceId, status: 'Discovered' }],
        unreadable: [{ key, resourceId, why: expect.stringContaining('JSON') }],
      });
    }
    expect(await world.store.work.listAll()).toEqual([]);
    expect((await callApp(world, 'GET', `/api/subscriptions/${whole.subscription}`)).status).toBe(200);
  });

  it('may have any name where none stands beside its body', async () => {
    const tables = openMemoryTables();
    const world = await startScenario({ armed: false, tables });
    await storeSubscription(world, { name: 'Shop' });
    await tables('subscriptions').insert({ partition: '-', row: 'note' }, { body: 'none' });
    const answer = await callApp(world, 'GET', '/api/subscriptions/shop');
    expectProblem(answer, 409, 'NameNotUnique');
    expect(answer.body).toMatchObject({ candidates: [{}], unreadable: [{ key: 'note' }] });
  });
});
