import { expect, test } from 'vitest';
import { applySubscriptionReport } from '../../local/azure/control/subscription-control.ts';
import { type VmOptions, vmBody } from '../../local/world/machines.ts';
import type { WrittenSubscription } from '../../src/domain/fleet/subscription-schema.ts';
import { codeOf } from '../../src/domain/machine/standing.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { put } from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minuteMs = 60_000;
const id = '5b5c0000-0000-4000-a000-0000000000b1';
const platform = '/providers/Microsoft.Management/managementGroups/platform';

interface OwnMachines extends Scenario {
  /** A VM that takes nothing from its subscription. */
  addVm(name: string, options?: VmOptions): Promise<void>;
  subscription(): Promise<SubscriptionRecord>;
  subscriptionWord(): Promise<string>;
  /** What was made for the subscription from there on: names of its groups, identities, locks and so on. */
  made(from?: number): string[];
}

/** A subscription without machines, onboarded and looked at, whose machines sign in by themselves and have rules of their own. */
async function startOwnMachines(entry: WrittenSubscription): Promise<OwnMachines> {
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      scope: { managementGroups: [platform] },
      profiles: (usual.profiles ?? []).map((profile) => ({ ...profile, identity: { kind: 'system' as const } })),
      subscriptions: [{ identity: { create: true }, workspace: 'default', providers: 'register', ...entry }],
    }),
  });
  applySubscriptionReport(world.azure, { id, displayName: 'One', managementGroup: 'platform' });
  await world.clock.advance(35 * minuteMs);
  await world.api('POST', `subscriptions/${id}/onboard`, { why: 'test' });
  await world.clock.advance(5 * minuteMs);
  const subscription = async (): Promise<SubscriptionRecord> => {
    const stored = await world.store.subscriptions.read(subscriptionRef(id).key);
    if (stored === undefined) throw new Error('the subscription has no row');
    return stored.value;
  };
  const group = `/subscriptions/${id}/resourceGroups/app`;
  return {
    ...world,
    subscription,
    addVm: async (name, options) => {
      await put(world, group, { location: 'westeurope' });
      await put(world, `${group}/providers/Microsoft.Compute/virtualMachines/${name}`, vmBody(name, options));
    },
    subscriptionWord: async () => {
      const { standing } = await subscription();
      const code = codeOf(standing);
      return code === undefined ? standing.status : `${standing.status}(${code})`;
    },
    made: (from = 0) =>
      world
        .writes()
        .slice(from)
        .filter(({ method, path }) => method === 'PUT' && !path.includes('/virtualMachines/'))
        .map(({ path }) => path.split('/').at(-1) ?? ''),
  };
}

async function expectSteady(world: OwnMachines): Promise<void> {
  const [word, before] = [await world.subscriptionWord(), world.writes().length];
  await world.lookAgain();
  expect(world.writes().slice(before)).toEqual([]);
  expect(await world.subscriptionWord()).toBe(word);
}

test('M10 M12 P5: the first machine of a region brings what its subscription makes there, though it takes nothing of it', async () => {
  const world = await startOwnMachines({ mode: 'enforce' });
  expect(world.made()).toEqual([]);
  await world.addVm('vm-1');
  await world.clock.advance(60 * minuteMs);
  expect(world.made().sort()).toEqual([
    'Built-In-Identity-RG',
    'Built-In-Identity-westeurope',
    'CanNotDeleteLock-Built-In-Identity-westeurope',
    'DefaultResourceGroup-WEU',
    'SecurityCenterFree(defaultWorkspace-5b5c0000-0000-4000-a000-0000000000b1-WEU)',
    'amo-westeurope-linux-dcr',
    'defaultWorkspace-5b5c0000-0000-4000-a000-0000000000b1-WEU',
  ]);
  const count = world.writes().length;
  await world.addVm('vm-2', { os: 'windows' });
  await world.clock.advance(60 * minuteMs);
  expect(world.made(count)).toEqual(['amo-westeurope-windows-dcr']);
  await expectSteady(world);
});

test('M10 M12: a subscription that is observed says what the first machine of a region means for it, without anybody asking', async () => {
  const world = await startOwnMachines({ mode: 'observe' });
  expect(await world.subscriptionWord()).toBe('Configured');
  await world.addVm('vm-1');
  await world.clock.advance(60 * minuteMs);
  expect(await world.subscriptionWord()).toBe('Observed(ObserveMode)');
  expect((await world.subscription()).wouldWrite).toHaveLength(7);
  await expectSteady(world);
});

test('the place of a machine that Azure Resource Graph shows late is found all the same, and then nobody asks any more', async () => {
  const world = await startOwnMachines({ mode: 'observe' });
  world.azure.graph.setLag(world.azure.context, '**/virtualMachines/*', 30 * 60);
  await world.addVm('vm-1');
  await world.clock.advance(90 * minuteMs);
  expect(await world.subscriptionWord()).toBe('Observed(ObserveMode)');
  const { lastLookAt } = await world.subscription();
  await world.addVm('vm-2');
  await world.clock.advance(2 * 60 * minuteMs);
  expect((await world.subscription()).lastLookAt).toBe(lastLookAt);
});
