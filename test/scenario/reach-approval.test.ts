import { expect, test } from 'vitest';
import { setDefenderState } from '../../local/azure/security/set-defender-state.ts';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import type { WrittenSubscription } from '../../src/domain/fleet/subscription-schema.ts';
import { put } from './existing.ts';
import { givenId, startGiven } from './given-subscription.ts';
import { newVm } from './new-machines.ts';
import { type Answer, type Scenario, startScenario } from './scenario.ts';
import { type SubscriptionWords, subscriptionOf } from './subscription-rows.ts';

const hour = 60 * 60_000;
const tenantConfirmed = { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' };
const wish: WrittenSubscription = { mode: 'enforce', plan: 'P2', endpoint: { defender: 'on' }, tenantConfirmed };

interface Held {
  readonly world: Scenario;
  readonly subscription: SubscriptionWords;
  approve(): Promise<void>;
}

/** A machine with CrowdStrike holds the plan or the switch of its subscription. */
async function startHeld(tier: 'Free' | 'P2'): Promise<Held> {
  const world = await startScenario({ fleet: (usual) => ({ ...usual, subscriptions: [wish] }) });
  const subscription = subscriptionOf(world);
  const servers = { tier, enforce: false, ageDays: 100 };
  setDefenderState(world.azure, world.tenant.subscription, { servers, settings: { WDATP: false } });
  const id = await newVm(world, 'edr-1');
  await world.untilQuiet();
  const falcon = { publisher: 'Crowdstrike.Falcon', type: 'FalconSensorLinux', typeHandlerVersion: '1.0' };
  await put(world, `${id}/extensions/FalconSensorLinux`, { location: world.tenant.region, properties: falcon });
  await world.untilQuiet();
  await subscription.look();
  await subscription.adopt();
  await subscription.look();
  expect(await subscription.word()).toBe('Held(ReachesProtectedMachines)');
  const path = `subscriptions/${world.tenant.subscription}`;
  return {
    world,
    subscription,
    approve: async () => {
      const { reach } = (await world.api('GET', path)).body;
      const answer = await world.api('POST', `${path}/approve-reach`, {
        reachHash: Object(reach).reachHash,
        why: 'agreed',
      });
      expect(answer.status).toBe(202);
    },
  };
}

test('E10: an approval outlasts a plan that Azure fails to write once', async () => {
  const { world, subscription, approve } = await startHeld('Free');
  world.azure.addFault({
    principal: 'app',
    method: 'PUT',
    path: '**/pricings/VirtualMachines',
    preset: 'serverError',
    times: 1,
  });
  await approve();
  await world.untilQuiet();
  await world.clock.advance(12 * hour);
  expect(await subscription.word()).toBe('Configured');
  expect(subscription.written().filter((line) => line.includes('pricings'))).toEqual([
    'PUT pricings/VirtualMachines 500',
    'PUT pricings/VirtualMachines 200',
  ]);
});

test('E10: approved once it is thrown once, also where somebody turns it off again at once', async () => {
  const { world, subscription, approve } = await startHeld('P2');
  const path = `/subscriptions/${world.tenant.subscription}/providers/Microsoft.Security/settings/WDATP`;
  let isUndone = false;
  world.azure.context.hooks.afterHandle.push(({ method, principal, path: at }, { status }) => {
    if (principal.name !== 'app' || method !== 'PUT' || at !== path || status !== 200 || isUndone) return undefined;
    isUndone = true;
    setDefenderState(world.azure, world.tenant.subscription, { settings: { WDATP: false } });
    return undefined;
  });
  await approve();
  await world.untilQuiet();
  await world.clock.advance(12 * hour);
  expect(isUndone).toBe(true);
  expect(subscription.written().filter((line) => line.includes('WDATP'))).toEqual(['PUT settings/WDATP 200']);
  expect(await subscription.word()).toBe('Held(ReachesProtectedMachines)');
});

test('E10: approved once it is thrown again where its answer was lost, and somebody turned it off before a look', async () => {
  const { world, subscription, approve } = await startHeld('P2');
  const path = `/subscriptions/${world.tenant.subscription}/providers/Microsoft.Security/settings/WDATP`;
  const turnOff = () => setDefenderState(world.azure, world.tenant.subscription, { settings: { WDATP: false } });
  let thrown = 0;
  world.azure.addFault({ principal: 'app', method: 'PUT', path, times: 1, drop: 'after' });
  world.azure.context.hooks.afterHandle.push(({ method, principal, path: at }) => {
    if (principal.name === 'app' && method === 'PUT' && at === path && ++thrown === 1) turnOff();
    return undefined;
  });
  await approve();
  await world.untilQuiet();
  await world.clock.advance(12 * hour);
  expect([thrown, await subscription.word()]).toEqual([2, 'Configured']);
  turnOff();
  await subscription.look();
  expect([thrown, await subscription.word()]).toEqual([2, 'Held(ReachesProtectedMachines)']);
});

test('E10: approved once it is thrown once, also where it is onboarded again before the answer is saved', async () => {
  const { world, subscription, approve } = await startHeld('P2');
  const path = `/subscriptions/${world.tenant.subscription}/providers/Microsoft.Security/settings/WDATP`;
  const onboarded: Promise<Answer>[] = [];
  world.azure.context.hooks.afterHandle.push(({ method, principal, path: at }, { status }) => {
    const isFirst = principal.name === 'app' && method === 'PUT' && at === path && status === 200;
    if (!isFirst || onboarded.length > 0) return undefined;
    setDefenderState(world.azure, world.tenant.subscription, { settings: { WDATP: false } });
    onboarded.push(world.api('POST', `subscriptions/${world.tenant.subscription}/onboard`, { why: 'again' }));
    return undefined;
  });
  await approve();
  await world.untilQuiet();
  await world.clock.advance(12 * hour);
  expect((await Promise.all(onboarded)).map(({ status }) => status)).toEqual([202]);
  expect(subscription.written().filter((line) => line.includes('WDATP'))).toEqual(['PUT settings/WDATP 200']);
  expect(await subscription.word()).toBe('Held(ReachesProtectedMachines)');
});

test('E10: an approval outlasts an onboarding after Azure refused its write', async () => {
  const { world, subscription, approve } = await startHeld('P2');
  const path = '**/settings/WDATP';
  world.azure.addFault({ principal: 'app', method: 'PUT', path, preset: 'serverError', times: 1 });
  await approve();
  await world.clock.advance(20_000);
  expect(subscription.written().filter((line) => line.includes('WDATP'))).toEqual(['PUT settings/WDATP 500']);
  await world.api('POST', `subscriptions/${world.tenant.subscription}/onboard`, { why: 'again' });
  await world.untilQuiet();
  expect(subscription.written().at(-1)).toBe('PUT settings/WDATP 200');
});

test('E10 P3: an approval that is given before Defender for Cloud is registered outlasts the registration', async () => {
  const world = await startGiven(
    { plan: 'P2', endpoint: { defender: 'on' }, tenantConfirmed, providers: 'register' },
    { unregistered: ['Microsoft.Security'] },
  );
  await world.addVm('observed-1');
  const path = `subscriptions/${givenId}`;
  await world.clock.advance(40 * 60_000);
  const { reach } = (await world.api('GET', path)).body;
  const answer = await world.api('POST', `${path}/approve-reach`, {
    reachHash: Object(reach).reachHash,
    why: 'agreed',
  });
  expect(answer.status).toBe(202);
  await world.api('POST', `${path}/onboard`, { why: 'go' });
  await world.untilQuiet();
  await world.clock.advance(2 * hour);
  expect(await world.givenWord()).toBe('Configured');
  expect(world.givenWrites()[0]).toContain('register');
});
