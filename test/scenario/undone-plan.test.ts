import { expect, test } from 'vitest';
import { setDefenderState } from '../../local/azure/security/set-defender-state.ts';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import { CrashSignal } from '../../local/durable/crash-signal.ts';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import type { WrittenSubscription } from '../../src/domain/fleet/subscription-schema.ts';
import { type Scenario, startScenario } from './scenario.ts';
import { type SubscriptionWords, subscriptionOf } from './subscription-rows.ts';

const hour = 3_600_000;
/** The longest wait between two tries is a day. */
const nextTry = 25 * hour;
const put = 'PUT pricings/VirtualMachines';
const lostAnswer = { principal: 'app', method: 'PUT', path: '**/pricings/VirtualMachines', drop: 'after' } as const;

const wish: WrittenSubscription = {
  ...{ mode: 'enforce', plan: 'P2', fileIntegrityMonitoring: 'on' },
  tenantConfirmed: { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' },
};
/** Agentless scanning, which the file leaves as it is. */
const scanner = { name: 'AgentlessVmScanning', isEnabled: 'True', additionalExtensionProperties: {} } as const;
const servers = { tier: 'P2', enforce: false, ageDays: 90 } as const;

interface Started {
  readonly world: Scenario;
  readonly subscription: SubscriptionWords;
}

/** Adopted; the first write of its plan turns file integrity monitoring on. */
async function start(options: Omit<WorldOptions, 'fleet'> = {}): Promise<Started> {
  const world = await startScenario({ ...options, fleet: (usual) => ({ ...usual, subscriptions: [wish] }) });
  setDefenderState(world.azure, world.tenant.subscription, { servers: { ...servers, extensions: [scanner] } });
  const subscription = subscriptionOf(world);
  await subscription.look();
  await subscription.adopt();
  return { world, subscription };
}

/** From now on the scanner fails at each write of the plan, which then reads as wished. */
function failScanner({ world }: Started): void {
  world.azure.defender.troubles.push({ extension: scanner.name, message: 'no role', left: 1_000 });
}

async function expectToldAndMended({ world, subscription }: Started): Promise<void> {
  await world.clock.advance(hour);
  expect(await subscription.word()).toBe('Failed(PlanExtensionFailed)');
  expect((await subscription.row()).undonePlan?.detail).toContain('AgentlessVmScanning: no role');
  world.azure.defender.troubles = [];
  await world.clock.advance(nextTry);
  await world.untilQuiet();
  expect(await subscription.word()).toBe('Configured');
  await subscription.expectSteady();
}

test('P10: an extension that failed is told although the answer that named it was lost', async () => {
  const started = await start();
  failScanner(started);
  started.world.azure.addFault({ ...lostAnswer, times: 1 });
  await started.subscription.look();
  await expectToldAndMended(started);
});

test('P10: an extension that failed is told although the app died before it saved the answer', async () => {
  let state: 'alive' | 'dying' | 'dead' = 'alive';
  const started = await start({
    engine: {
      checkReplay: false,
      crashPoints: (point) => {
        if (state === 'dead') throw new CrashSignal(point);
      },
    },
    onStoreOperation: ({ name }) => {
      if (state === 'dying') void started.world.engine().stop();
      if (state !== 'alive') state = 'dead';
      if (state === 'dead') throw new CrashSignal(name);
    },
  });
  const { world, subscription } = started;
  failScanner(started);
  world.azure.context.hooks.afterHandle.push(({ method, principal, path }) => {
    const isFirst = subscription.written().length === 0 && principal.name === 'app' && method === 'PUT';
    if (isFirst && path.endsWith('/pricings/VirtualMachines')) state = 'dying';
    return undefined;
  });
  await world.api('POST', `subscriptions/${world.tenant.subscription}/onboard`, { why: 'test' });
  await world.clock.advance(30_000);
  expect(state).toBe('dead');
  expect(subscription.written()).toEqual([`${put} 200`]);
  state = 'alive';
  await world.restart();
  await expectToldAndMended(started);
});

test('P10: a plan whose answer was lost is written once more, and an answer without a failed extension ends it', async () => {
  const { world, subscription } = await start();
  world.azure.addFault({ ...lostAnswer, times: 1 });
  await subscription.look();
  await world.clock.advance(nextTry);
  await world.untilQuiet();
  expect(await subscription.word()).toBe('Configured');
  expect(subscription.written().map((line) => line.replace(/ \d+$/, ''))).toEqual([put, put]);
  expect((await subscription.row()).undonePlan).toBeUndefined();
  await subscription.expectSteady();
});

test('P10: a plan whose answers are lost again and again is written on the ladder', async () => {
  const { world, subscription } = await start();
  world.azure.addFault({ ...lostAnswer, times: 1_000 });
  await subscription.look();
  await world.clock.advance(24 * hour);
  expect(await subscription.word()).toBe('Failed(NetworkFailure)');
  // 1, 5, 15, 60 minutes, 4 hours.
  expect(subscription.written()).toHaveLength(6);
});

test('P3 P10: a failed extension is of no concern once another service manages the plan as wished', async () => {
  const started = await start();
  const { world, subscription } = started;
  failScanner(started);
  await subscription.look();
  expect(await subscription.word()).toBe('Failed(PlanExtensionFailed)');
  const before = subscription.written();
  const monitoring = { name: 'FileIntegrityMonitoring', isEnabled: 'True', additionalExtensionProperties: {} } as const;
  const managed = { ...servers, managedBy: 'M365', extensions: [scanner, monitoring] };
  setDefenderState(world.azure, world.tenant.subscription, { servers: managed });
  await world.clock.advance(nextTry);
  await world.untilQuiet();
  expect(await subscription.word()).toBe('Configured');
  expect((await subscription.row()).findings['defender-plan']).toMatchObject({ detail: 'P2, managed by M365' });
  expect((await subscription.row()).undonePlan).toBeUndefined();
  expect(subscription.written()).toEqual(before);
  await subscription.expectSteady();
});
