import { describe, expect, it } from 'vitest';
import { applySubscriptionReport } from '../../local/azure/control/subscription-control.ts';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import { vmBody } from '../../local/world/machines.ts';
import type { WrittenSubscription } from '../../src/domain/fleet/subscription-schema.ts';
import { put } from './existing.ts';
import { type GivenSubscription, givenId, startGiven } from './given-subscription.ts';
import { newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';
import { subscriptionOf } from './subscription-rows.ts';

const tenantConfirmed = { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' };
const namespaces = ['Compute', 'EventGrid', 'Insights', 'ManagedIdentity', 'OperationalInsights'];
const unregistered = [...namespaces, 'OperationsManagement', 'Security'].map((name) => `Microsoft.${name}`);
const root = `/subscriptions/${givenId}`;
const defender: WrittenSubscription = { plan: 'P2', endpoint: { defender: 'on' }, tenantConfirmed };
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Somebody makes a machine, which registers what it is of. */
async function makeVm(world: GivenSubscription, name: string): Promise<string> {
  const id = `${root}/resourceGroups/app/providers/Microsoft.Compute/virtualMachines/${name}`;
  await world.callAzure('POST', `${root}/providers/Microsoft.Compute/register`);
  await world.clock.advance(3 * minuteMs);
  await put(world, `${root}/resourceGroups/app`, { location: 'westeurope' });
  await put(world, id, vmBody(name));
  return id;
}

describe('a truly empty subscription, registered for nothing', () => {
  it('C1 P1 P5: has everything in place in the end, and so has its first machine', async () => {
    const world = await startGiven(
      {
        ...{ ...defender, endpoint: { defender: 'on', unified: 'on', linux: 'on' }, vulnerabilityAssessment: 'mdvm' },
        ...{ legacyAutoProvisioning: 'off', identity: { create: true }, workspace: 'default', events: 'wire' },
        providers: 'register',
      },
      { unregistered },
      {},
      'enforce',
    );
    await world.look();
    expect(await world.givenWord()).toBe('Configured');
    const id = await makeVm(world, 'vm-1');
    await world.clock.advance(hourMs);
    await world.untilQuiet();
    expect(await world.givenWord()).toBe('Configured');
    expect(await world.word(id)).toBe('Configured');
    const kinds = Object.values((await world.given()).findings).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind !== 'satisfied' && kind !== 'not-applicable')).toEqual([]);
    expect((await world.api('GET', `subscriptions/${givenId}`)).body).toMatchObject({
      endpointProtection: { state: 'on', missing: [] },
    });
    const registered = world.givenWrites().filter((line) => line.startsWith('POST'));
    expect(registered.toSorted()).toEqual(
      unregistered
        .slice(1)
        .map((name) => `POST providers/${name}/register 200`)
        .toSorted(),
    );
    const before = world.writes().length;
    await world.look();
    await world.expectSteady();
    expect(world.writes().length).toBe(before);
  });

  it('P5: is held with the names where they are only reported, before and after a look that follows', async () => {
    const world = await startGiven(defender, { unregistered });
    for (const _ of ['first', 'again']) {
      await world.look();
      expect(await world.givenWord()).toBe('Held(ProviderNotRegistered)');
      expect((await world.given()).standing).toMatchObject({ detail: 'not registered: Microsoft.Security' });
      expect(world.givenWrites()).toEqual([]);
    }
    expect((await world.api('GET', `subscriptions/${givenId}`)).body).toMatchObject({
      endpointProtection: { state: 'off', missing: ['plan', 'defender'] },
    });
  });

  it('P5: gets all that has nothing to do with Defender while that is not registered', async () => {
    const wish = { ...defender, identity: { create: true }, workspace: 'default', events: 'wire' } as const;
    const world = await startGiven(wish, { unregistered: ['Microsoft.Security'] }, {}, 'enforce');
    await world.addVm('vm-1');
    await world.look();
    expect(await world.givenWord()).toBe('Held(ProviderNotRegistered)');
    const { findings } = await world.given();
    expect(findings).toMatchObject({
      'defender-plan': { kind: 'blocked', code: 'ProviderNotRegistered' },
      'endpoint-settings': { kind: 'blocked', code: 'ProviderNotRegistered' },
      'shared-identities': { kind: 'satisfied' },
      workspaces: { kind: 'satisfied' },
      'collection-rules': { kind: 'satisfied' },
      'event-wiring': { kind: 'satisfied' },
    });
    expect(world.givenWrites().filter((line) => line.includes('Microsoft.Security'))).toEqual([]);
  });

  it('P5: is Configured where the file wants nothing of Defender', async () => {
    const world = await startGiven({ identity: { create: true } }, { unregistered: ['Microsoft.Security'] });
    await world.addVm('vm-1');
    await world.look();
    expect(await world.givenWord()).toBe('Configured');
  });
});

describe('a registration that never ends', () => {
  const durations = { providerRegistration: [100 * hourMs, 101 * hourMs] } as const;

  it('P5: is told by name while it is waited for, and holds the subscription after two hours', async () => {
    const wish = { identity: { create: true }, providers: 'register' } as const;
    const world = await startGiven(wish, { unregistered: ['Microsoft.ManagedIdentity'] }, { durations });
    await world.addVm('vm-1');
    await world.api('POST', `subscriptions/${givenId}/onboard`, { why: 'test' });
    await world.clock.advance(10 * minuteMs);
    expect(await world.givenWord()).toBe('InProgress(registerProvider)');
    expect((await world.given()).findings.providers).toEqual({
      kind: 'provisioning',
      detail: 'registering Microsoft.ManagedIdentity',
    });
    await world.clock.advance(3 * hourMs);
    await world.untilQuiet();
    expect(await world.givenWord()).toBe('Held(ProviderNotRegistered)');
    expect((await world.given()).standing).toMatchObject({
      detail: 'still being registered after two hours: Microsoft.ManagedIdentity',
    });
    expect(world.givenWrites()).toEqual(['POST providers/Microsoft.ManagedIdentity/register 200']);
    await world.api('POST', `subscriptions/${givenId}/onboard`, { why: 'support says that it works again' });
    await world.clock.advance(98 * hourMs);
    await world.api('POST', `subscriptions/${givenId}/onboard`, { why: 'it is registered now' });
    await world.untilQuiet();
    expect(await world.givenWord()).toBe('Configured');
  });
});

describe('P5: a machine in a subscription that is not registered for associations', () => {
  const posts = (world: Scenario) =>
    world.writes().flatMap(({ method, path }) => (method === 'POST' && path.endsWith('/register') ? [path] : []));
  const refused = (world: Scenario) => world.writes().filter(({ status }) => status === 409).length;

  async function startWithout(entry: WrittenSubscription) {
    const world = await startScenario({
      fleet: (usual) => ({ ...usual, subscriptions: [{ mode: 'enforce', ...entry }] }),
    });
    const unregister = () =>
      applySubscriptionReport(world.azure, { id: world.tenant.subscription, unregistered: ['Microsoft.Insights'] });
    unregister();
    await world.untilQuiet();
    return { world, subscription: subscriptionOf(world), unregister };
  }

  it('waits until the look at its subscription has registered it, and goes on by itself', async () => {
    const { world, subscription } = await startWithout({ providers: 'register' });
    await subscription.look();
    const id = await newVm(world);
    await world.clock.advance(10 * minuteMs);
    expect(await world.word(id)).toBe('Pending(SubscriptionNotReady)');
    expect(posts(world)).toEqual([]);
    await subscription.adopt();
    await subscription.look();
    await world.clock.advance(10 * minuteMs);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    expect(posts(world)).toHaveLength(1);
    expect(refused(world)).toBe(0);
    expect(await subscription.word()).toBe('Configured');
    await subscription.expectSteady();
    await world.expectSteady();
  });

  it('that Azure refuses goes on when it is registered again', async () => {
    const { world, subscription, unregister } = await startWithout({ providers: 'register' });
    await subscription.adopt();
    await subscription.look();
    unregister();
    const id = await newVm(world);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Held(ProviderNotRegistered)');
    expect(refused(world)).toBe(1);
    await world.api('POST', `subscriptions/${world.tenant.subscription}/onboard`, { why: 'somebody took it away' });
    await world.clock.advance(10 * minuteMs);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    expect(posts(world)).toHaveLength(2);
    expect(refused(world)).toBe(1);
  });

  it('is held with the name of it where providers are only reported', async () => {
    const { world, subscription } = await startWithout({ providers: 'report' });
    await subscription.adopt();
    const id = await newVm(world);
    await world.untilQuiet();
    const row = await world.row(id);
    expect(row.standing).toMatchObject({
      status: 'Held',
      code: 'ProviderNotRegistered',
      detail: expect.stringContaining('Microsoft.Insights'),
    });
    expect(posts(world)).toEqual([]);
  });
});
