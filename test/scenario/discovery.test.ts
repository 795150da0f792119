import { describe, expect, test } from 'vitest';
import { applySubscriptionReport, removeSubscription } from '../../local/azure/control/subscription-control.ts';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { seedSmallTenant } from '../../local/world/tenant.ts';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import { codeOf } from '../../src/domain/machine/standing.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minuteMs = 60_000;
const platform = '/providers/Microsoft.Management/managementGroups/platform';
const [first, second, third, late] = ['b1', 'b2', 'b3', 'b4'].map((end) => `5b5c0000-0000-4000-a000-0000000000${end}`);
const otherTenant = '7e4a47ed-0000-4000-a000-0000000000ff';

interface Discovery extends Scenario {
  make(id: string, managementGroup: string, more?: object): void;
  change(id: string, members: object): void;
  subscription(id: string): Promise<SubscriptionRecord>;
  subscriptionWord(id: string): Promise<string>;
}

/** A world of which the file names the group `platform`; subscriptions are observed and machines enforced. */
async function startDiscovery(options: WorldOptions = {}): Promise<Discovery> {
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      scope: { managementGroups: [platform] },
      subscriptions: [{ mode: 'observe', plan: 'P1' }],
    }),
    ...options,
  });
  const subscription = async (id: string): Promise<SubscriptionRecord> => {
    const stored = await world.store.subscriptions.read(subscriptionRef(id).key);
    if (stored === undefined) throw new Error(`There is no row of subscription ${id}`);
    return stored.value;
  };
  return {
    ...world,
    make: (id, managementGroup, more) =>
      void applySubscriptionReport(world.azure, { id, displayName: `Sub ${id.slice(-2)}`, managementGroup, ...more }),
    change: (id, members) => void applySubscriptionReport(world.azure, { id, ...members }),
    subscription,
    subscriptionWord: async (id) => {
      const { standing } = await subscription(id);
      const code = codeOf(standing);
      return code === undefined ? standing.status : `${standing.status}(${code})`;
    },
  };
}

async function startWithThree(options: WorldOptions = {}): Promise<Discovery> {
  const world = await startDiscovery(options);
  for (const id of [first, second, third]) world.make(id ?? '', 'platform/prod');
  await world.clock.advance(5 * minuteMs);
  return world;
}

test('probe', async () => {
  const world = await startWithThree();
  console.log(await world.store.sweeps.read('subscriptions'));
  console.log((await world.store.subscriptions.listAll()).records.map((r) => [r.name, r.standing, r.eligibility, r.managementGroups]));
  console.log(world.log.filter((e) => JSON.stringify(e).includes('sweep')).slice(0, 5));
  console.log(world.calls().map((c) => `${c.method} ${c.path} ${c.status}`));
});
